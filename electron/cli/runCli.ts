import { ORPCError } from '@orpc/client';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { Failure } from '../../shared/errors.ts';
import { findAppRoot } from '../findAppRoot.ts';
import { findHome } from '../findHome.ts';
import { channelsCommand } from './channelsCommand.ts';
import { checkCommand } from './checkCommand.ts';
import { clipCommand } from './clipCommand.ts';
import { WrongUsage, type Command, type Connection, type Outcome } from './command.ts';
import { connectCommand } from './connectCommand.ts';
import { connectStudio } from './connectStudio.ts';
import { disconnectCommand } from './disconnectCommand.ts';
import { doctorCommand } from './doctorCommand.ts';
import { keysCommand } from './keysCommand.ts';
import { plainLine } from './plainLine.ts';
import { approveCommand, cancelCommand, resolveCommand, restoreCommand } from './postChangeCommands.ts';
import { postCommand } from './postCommand.ts';
import { queueCommand } from './queueCommand.ts';
import { renderCommand } from './renderCommand.ts';
import { scheduleCommand } from './scheduleCommand.ts';
import { serveCommand } from './serveCommand.ts';
import { createShowProgress } from './showProgress.ts';
import { slotsCommand } from './slotsCommand.ts';

const commands: readonly Command[] = [
  doctorCommand,
  clipCommand,
  renderCommand,
  checkCommand,
  postCommand,
  queueCommand,
  approveCommand,
  cancelCommand,
  restoreCommand,
  resolveCommand,
  channelsCommand,
  connectCommand,
  disconnectCommand,
  scheduleCommand,
  slotsCommand,
  keysCommand,
  serveCommand,
];

type Terminal = {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
};

/** Runs one command. Answers the exit code: 0 done, 1 failed, 2 wrong usage. `signal` is Ctrl-C. */
export async function runCli(args: readonly string[], env: NodeJS.ProcessEnv, terminal: Terminal, signal: AbortSignal): Promise<0 | 1 | 2> {
  const json = args.includes('--json');
  const print = (line: string): void => void terminal.stdout.write(`${line}\n`);
  const [first, ...rest] = args.filter((arg) => arg !== '--json');
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) return answerWithoutCommand(first, json, print, terminal);
  if (rest.includes('--help') || rest.includes('-h')) {
    print(json ? JSON.stringify({ help: helpOf(command) }) : helpOf(command));
    return 0;
  }
  const progress = createShowProgress(terminal.stderr);
  const say = (line: string): void => {
    progress.done();
    terminal.stderr.write(`${plainLine(line)}\n`);
  };
  let connecting: Promise<Connection> | null = null;
  try {
    const { positionals, values } = parse(command, rest);
    const home = findHome(env, process.platform);
    const studio = (): Promise<Connection> => (connecting ??= connectStudio(home, env));
    const readStdin = (): Promise<string> => text(terminal.stdin);
    const outcome = await command.run({
      positionals,
      values: { ...values, json },
      home,
      env,
      studio,
      progress,
      signal,
      print,
      say,
      readStdin,
    });
    show(outcome, json, print);
    return 0;
  } catch (error) {
    progress.done();
    return explain(error, command, signal, json, print, terminal);
  } finally {
    const connection = await (connecting as Promise<Connection> | null)?.catch(() => null); // told already
    await connection?.close();
  }
}

function parse(command: Command, args: string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args, options: command.options, allowPositionals: true });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? (error.message.split('. ', 1)[0] ?? '') : String(error), { cause: error });
  }
}

function show(outcome: Outcome, json: boolean, print: (line: string) => void): void {
  if (outcome === null) return;
  if (json) print(JSON.stringify(outcome.document));
  else for (const line of outcome.lines) print(plainLine(line));
}

/** Says what went wrong, in the form asked for. */
function explain(
  error: unknown,
  command: Command,
  signal: AbortSignal,
  json: boolean,
  print: (line: string) => void,
  terminal: Terminal,
): 1 | 2 {
  const { code, message, hint } = wordsOf(error, command, signal);
  if (json) print(JSON.stringify({ error: { code, message, hint } }));
  else terminal.stderr.write(plainLine(`${message}${hint === '' ? '' : `\n${hint}`}\n`));
  return error instanceof WrongUsage ? 2 : 1;
}

function wordsOf(error: unknown, command: Command, signal: AbortSignal): { code: string; message: string; hint: string } {
  if (error instanceof WrongUsage) return { code: 'WRONG_USAGE', message: error.message, hint: usageOf(command) };
  if (signal.aborted) return { code: 'CANCELLED', message: 'Cancelled.', hint: 'What was finished before is kept.' };
  if (error instanceof Failure) return error;
  if (error instanceof ORPCError) {
    const data: unknown = error.data;
    const hint = typeof data === 'object' && data !== null && 'hint' in data ? String(data.hint) : '';
    return { code: error.code, message: error.message, hint };
  }
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: error instanceof Error ? error.message : String(error),
    hint: 'What was saved before is safe. “tidereel doctor” checks this computer.',
  };
}

function answerWithoutCommand(first: string | undefined, json: boolean, print: (line: string) => void, terminal: Terminal): 0 | 2 {
  if (first === '--version') {
    const { version } = JSON.parse(readFileSync(join(findAppRoot(), 'package.json'), 'utf8')) as { version: string }; // our own file
    print(json ? JSON.stringify({ version }) : version);
    return 0;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    print(json ? JSON.stringify({ help: overview() }) : overview());
    return 0;
  }
  if (first === undefined && !json) {
    print(overview());
    return 2;
  }
  const message = first === undefined ? 'No command was given.' : `There is no command “${first}”.`;
  if (json) print(JSON.stringify({ error: { code: 'WRONG_USAGE', message, hint: 'tidereel --help lists the commands.' } }));
  else terminal.stderr.write(`${message}\n\n${overview()}\n`);
  return 2;
}

const usageOf = ({ name, usage }: Command): string => `Usage: tidereel ${name} ${usage}`.trim();

const table = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};

const helpOf = (command: Command): string =>
  [usageOf(command), '', command.summary, '', table([...command.help, ['--json', 'one JSON document on standard output']])].join('\n');

const overview = (): string =>
  [
    'Usage: tidereel COMMAND [options]',
    '',
    table(commands.map(({ name, summary }) => [name, summary] as const)),
    '',
    'tidereel COMMAND --help says more. TIDEREEL_HOME names another data folder.',
  ].join('\n');
