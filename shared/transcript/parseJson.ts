import { Failure } from '../errors.ts';
import type { Cue, Cues } from './cue.ts';
import { parseTime } from './parseTime.ts';
import { punctuate } from './punctuate.ts';
import { stripMarkup } from './stripMarkup.ts';

type Fields = Readonly<Record<string, unknown>>;

const TEXT = ['punct', 'text', 'word', 'content', 'name', 'token', 'value'];
const START = ['start', 'from', 'begin', 'time', 'startTime', 'start_time', 'startSeconds'];
const END = ['end', 'to', 'endTime', 'end_time', 'endSeconds'];

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function secondsOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  if (/^\s*-?\d+(\.\d+)?s?\s*$/.test(value)) return Number.parseFloat(value);
  return parseTime(value);
}

function firstOf<Value>(fields: Fields, names: readonly string[], read: (value: unknown) => Value | null): Value | null {
  for (const name of names) {
    const value = read(fields[name]);
    if (value !== null) return value;
  }
  return null;
}

const readString = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);

/** One timed thing: `{word, start, end}` and its many spellings, or `["word", 1.2, 1.5]`. */
function cueOf(value: unknown): Cue | null {
  if (Array.isArray(value)) {
    const [text, start, end]: unknown[] = value;
    const complete = value.length >= 3 && typeof text === 'string' && typeof start === 'number' && typeof end === 'number';
    return complete ? { line: 0, text: stripMarkup(text), start, end } : null;
  }
  if (!isFields(value)) return null;
  const raw = firstOf(value, TEXT, readString);
  if (raw === null) return null;
  const text = stripMarkup(raw);
  const speaker = readString(value['speaker']) ?? undefined;
  const offsets = value['offsets']; // whisper.cpp: milliseconds
  if (isFields(offsets) && typeof offsets['from'] === 'number' && typeof offsets['to'] === 'number')
    return { line: 0, text, start: offsets['from'] / 1000, end: offsets['to'] / 1000, speaker };
  const start = firstOf(value, START, secondsOf);
  if (start === null) return null;
  const length = secondsOf(value['duration']);
  const end = firstOf(value, END, secondsOf) ?? (length === null ? null : start + length);
  return end === null ? null : { line: 0, text, start, end, speaker };
}

/** whisper.cpp writes parts of words; a part that does not begin with a blank belongs to the word before it. */
function wordsOfTokens(tokens: readonly unknown[]): Cue[] {
  const words: Cue[] = [];
  for (const token of tokens) {
    const cue = cueOf(token);
    const raw = isFields(token) ? readString(token['text']) : null;
    if (!cue || raw === null || /^\s*\[_.*\]\s*$/.test(raw)) continue;
    const last = words.at(-1);
    if (last && !/^\s/.test(raw)) words[words.length - 1] = { ...last, text: last.text + cue.text, end: Math.max(last.end, cue.end) };
    else words.push(cue);
  }
  return words;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Timed things anywhere in the value, the finest ones: the words of a segment rather than the segment. */
function findCues(value: unknown, depth: number): Cue[] {
  if (depth > 12) return [];
  if (Array.isArray(value)) {
    const itself = cueOf(value);
    return itself ? [itself] : value.flatMap((item) => findCues(item, depth + 1));
  }
  if (!isFields(value)) return [];
  const tokens = wordsOfTokens(listOf(value['tokens']));
  if (tokens.length > 0) return tokens;
  const segments = listOf(value['segments']);
  const words = listOf(value['words']).flatMap((item) => cueOf(item) ?? []);
  if (words.length > 0 && segments.length > 0) return punctuate(words, segments.map((item) => cueOf(item)?.text ?? '').join(' '));
  if (words.length > 0) return words;
  const inside = Object.values(value).flatMap((item) => (typeof item === 'object' ? findCues(item, depth + 1) : []));
  if (inside.length > 0) return inside;
  const itself = cueOf(value);
  return itself && itself.text !== '' ? [itself] : [];
}

/**
 * Reads the JSON of speech-to-text programs: Whisper (OpenAI's answer, the Python tool, whisper.cpp -oj and -ojf), Vosk,
 * Kaldi, IBM, Speechmatics, autoEdit, and plain lists of `{text, start, end}`. Times are seconds or clock times.
 * @throws Failure TRANSCRIPT_BROKEN with the line when the text is not JSON.
 */
export function parseJson(text: string): Cues {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    const position = Number(/position (\d+)/.exec(reason)?.[1] ?? text.length);
    const line = text.slice(0, position).split('\n').length;
    throw new Failure(
      'TRANSCRIPT_BROKEN',
      `The transcript is not complete JSON: it cannot be read from line ${line} on.`,
      'Export it again.',
      {
        cause,
      },
    );
  }
  return { cues: findCues(value, 0), notes: [] };
}
