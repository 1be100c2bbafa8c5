import { Failure } from '../shared/errors.ts';
import { askForAddress } from './doors/ownerFile.ts';
import { openOwnedStudio, type OwnedStudio } from './openOwnedStudio.ts';
import { ownerOrOpen } from './ownerOrOpen.ts';

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
  const open = (): Promise<OwnedStudio> => openOwnedStudio({ ...options, host: 'browser' });
  const { owner, opened: owned } = await ownerOrOpen(options.home, open).catch((error: unknown) => {
    throw explainPort(error, options.port);
  });
  if (owner !== null) return { address: await askForAddress(owner), notices: [], closed: Promise.resolve(), close: null };
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
