import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { decodeText } from '../files/decodeText.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { Failure } from '../../shared/errors.ts';
import { WrongUsage, type Command, type CommandCall, type Outcome, type StudioClient } from './command.ts';
import { argumentsOf, instantOf } from './readOptions.ts';

const DAY_MS = 86_400_000;

/** From the studio's now on, unless told otherwise. */
async function spanOf({ values, signal }: CommandCall, client: StudioClient, days: number): Promise<{ from: string; to: string }> {
  const from = instantOf(values, 'from') ?? (await client.system.info(undefined, { signal })).now;
  return { from, to: instantOf(values, 'to') ?? new Date(Date.parse(from) + days * DAY_MS).toISOString() };
}

function formatOf(file: string): 'csv' | 'json' {
  const ending = extname(file).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.json') return 'json';
  throw new WrongUsage(`A plan ends with .csv or .json, and not like “${file}”.`);
}

async function list(call: CommandCall): Promise<Outcome> {
  argumentsOf(call);
  const { client } = await call.studio();
  const { posts, slots, more } = await client.schedule.range(await spanOf(call, client, 30), { signal: call.signal });
  const lines = posts.map(({ at, channelId, state, title, warning }) => {
    return `${at}  ${channelId}  ${state.padEnd(17)} ${title}${warning === null ? '' : `\n    ${warning}`}`;
  });
  const rest = [
    `${slots.length} free ${slots.length === 1 ? 'slot' : 'slots'}`,
    ...(more ? ['There are more posts; name a shorter span.'] : []),
  ];
  return { document: { posts, slots, more }, lines: [...lines, ...rest] };
}

async function exportPlan(call: CommandCall): Promise<Outcome> {
  const [, file] = argumentsOf(call, 'export', 'FILE');
  const format = formatOf(file);
  const { client } = await call.studio();
  const { text } = await client.schedule.exportPlan({ ...(await spanOf(call, client, 366)), format }, { signal: call.signal });
  const path = resolve(file);
  await writeWhole(path, text);
  return { document: { path }, lines: [path] };
}

async function importPlan(call: CommandCall): Promise<Outcome> {
  const [, file] = argumentsOf(call, 'import', 'FILE');
  const apply = call.values['apply'] === true;
  const approve = call.values['approve'] === true;
  if (approve && !apply) throw new WrongUsage('--approve goes with --apply.');
  const format = formatOf(file);
  const bytes = await readFile(resolve(file)).catch((cause: unknown) => {
    throw new Failure('NOT_FOUND', `${file} cannot be read. Nothing was made.`, 'Check its name and whether you may read it.', { cause });
  });
  const { client } = await call.studio();
  const { rows, made } = await client.schedule.importPlan(
    { text: decodeText(bytes).text, format, apply, approve },
    { signal: call.signal },
  );
  const lines = rows.map(({ line, channelId, at, title, problem }) => `line ${line}  ${problem ?? `${channelId}  ${at ?? '-'}  ${title}`}`);
  const good = rows.filter(({ problem }) => problem === null).length;
  const last = apply ? `${made} posts were made.` : `${good} posts would be made. Nothing was made yet; --apply makes them.`;
  return { document: { rows, made }, lines: [...lines, last] };
}

export const scheduleCommand: Command = {
  name: 'schedule',
  summary: 'Show the calendar, or take a plan of posts from a file and give one back',
  usage: '[--from ISO] [--to ISO] | export FILE | import FILE [--apply [--approve]]',
  options: { from: { type: 'string' }, to: { type: 'string' }, apply: { type: 'boolean' }, approve: { type: 'boolean' } },
  help: [
    ['--from ISO', 'the beginning; by default now'],
    ['--to ISO', 'the end; by default 30 days later, for export a year'],
    ['export FILE', 'write what has yet to go out as .csv or .json'],
    ['import FILE', 'read such a file and say what would be made'],
    ['--apply', 'with import: make the posts'],
    ['--approve', 'with --apply: you have seen them all, so they go out at their times'],
  ],
  async run(call) {
    const [verb] = call.positionals;
    if (verb === 'export') return exportPlan(call);
    if (verb === 'import') return importPlan(call);
    return list(call);
  },
};
