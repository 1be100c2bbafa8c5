import { Failure } from '../shared/errors.ts';
import { askForAddress, findLivingOwner } from './doors/ownerFile.ts';
import { openOwnedStudio } from './openOwnedStudio.ts';

export type Headless = {
  /** Where the studio is, with a fresh one-time token. */
  readonly address: string;
  readonly notices: readonly string[];
  /** Resolves once the studio is closed; at once when another process is the owner. */
  readonly closed: Promise<void>;
  /** null when another process owns the data folder and keeps it. */
  readonly close: (() => Promise<void>) | null;
};

/**
 * The studio without Electron: the same services behind the loopback door. When the data folder already has a living
 * owner, only a fresh address of that one is fetched.
 * @throws Failure HOME_IN_USE when the folder is owned by a process that does not answer.
 */
export async function runHeadless(options: { home: string; env: NodeJS.ProcessEnv; port: number }): Promise<Headless> {
  const living = await findLivingOwner(options.home);
  if (living !== null) return { address: await askForAddress(living), notices: [], closed: Promise.resolve(), close: null };
  const owned = await openOwnedStudio({ ...options, host: 'browser' }).catch((error: unknown) => {
    throw explainPort(error, options.port);
  });
  owned.studio.start();
  const closed = Promise.withResolvers<void>();
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= owned.close().then(closed.resolve, closed.reject);
    return closing;
  };
  return { address: owned.door.mintAddress(), notices: owned.studio.notices, closed: closed.promise, close };
}

function explainPort(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  return new Failure(
    'CONFLICT',
    `Port ${port} cannot be used: another program has it.`,
    'Choose another, or leave --port out to get a free one.',
  );
}
