import type { ContractRouterClient } from '@orpc/contract';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Contract } from '../../shared/contract/contract.ts';
import type { ShowProgress } from './showProgress.ts';

/* Words: a command is one verb of the command line; its document is what --json prints; its lines are the same for people. */

export type StudioClient = ContractRouterClient<Contract>;

/** The studio a command talks to: the one that runs already, or one opened for as long as the command runs. */
export type Connection = {
  readonly client: StudioClient;
  /** Makes sure that jobs are worked on, here unless the running studio does. */
  work(): Promise<void>;
  /** Works on nothing new here after this. Use `client` afresh afterwards. */
  rest(): Promise<void>;
  close(): Promise<void>;
};

export type CommandCall = {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Connects on first use; closed when the command ends. */
  studio(): Promise<Connection>;
  readonly progress: ShowProgress;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** For commands that go on after their first line. */
  print(line: string): void;
  /** Something the person should know beside the result, on standard error. */
  say(line: string): void;
  readStdin(): Promise<string>;
};

/** null: the command printed what it had to say itself. */
export type Outcome = { readonly document: unknown; readonly lines: readonly string[] } | null;

export type Command = {
  readonly name: string;
  readonly summary: string;
  /** After "tidereel NAME". */
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** One line an option, in order. */
  readonly help: readonly (readonly [option: string, meaning: string])[];
  run(call: CommandCall): Promise<Outcome>;
};

/** The command was called in a way that makes no sense: exit 2, with its usage. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
