import { z } from 'zod';
import { Failure } from '../../shared/errors.ts';
import { emptyCells, noteUnknown, type PlanRow, type PlanText } from './planFile.ts';

const words = z.string().nullish();
const Entry = z.looseObject({
  channel: words,
  at: words,
  film: words,
  title: words,
  caption: words,
  options: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
});

const NOT_A_LIST = 'This is not a list of posts. Nothing was made.';
const HINT = 'A plan in JSON is a list like [{"channel": "practice", "at": "2026-11-21 18:00", "film": "/films/one.mp4", "caption": "…"}].';

/** Reads a list of posts; its "lines" are the places in the list, from 1. @throws Failure BAD_INPUT when it is no list. */
export function readPlanJson(given: string): PlanText {
  let list: unknown;
  try {
    list = JSON.parse(given.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new Failure('BAD_INPUT', NOT_A_LIST, HINT, { cause });
  }
  if (!Array.isArray(list)) throw new Failure('BAD_INPUT', NOT_A_LIST, HINT);
  const names = list.flatMap((entry: unknown) => (typeof entry === 'object' && entry !== null ? Object.keys(entry) : []));
  return { rows: list.map((entry: unknown, index) => rowOf(index + 1, entry)), notes: noteUnknown(names) };
}

function rowOf(line: number, given: unknown): PlanRow {
  const entry = Entry.safeParse(given);
  if (!entry.success) {
    const [column = ''] = entry.error.issues[0]?.path ?? [];
    const what = column === '' ? 'This entry is not a post' : `“${String(column)}” is not a text`;
    return { line, cells: emptyCells, problem: `${what}. ${HINT}` };
  }
  const { channel, at, film, title, caption, options } = entry.data;
  const optionsText = typeof options === 'object' && options !== null ? JSON.stringify(options) : (options ?? '');
  const cells = {
    channel: channel ?? '',
    at: at ?? '',
    film: film ?? '',
    title: title ?? '',
    caption: caption ?? '',
    options: optionsText,
  };
  return { line, cells, problem: null };
}
