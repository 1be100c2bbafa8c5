import type { ReadDb, WriteDb } from './handles.ts';

/** The open data of one folder. Close it last: everything else writes through it. */
export type Store = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  /** What a person should know about the start, for example that a backup was restored. */
  readonly notices: readonly string[];
  /** Writes a verified copy into `backups/`, keeps the newest seven, answers its path. */
  backup(signal?: AbortSignal): Promise<string>;
  close(): void;
};

export function openStore(_needs: { home: string; now: () => Date; migrationsFolder?: string }): Store {
  throw new Error('arrives with the next commit');
}
