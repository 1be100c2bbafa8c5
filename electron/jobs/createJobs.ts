import type { ChangeBus } from '../changes.ts';
import type { WriteDb } from '../store/handles.ts';
import type { Jobs } from './types.ts';

export type JobsNeeds = {
  readonly write: WriteDb;
  readonly changes: ChangeBus;
  now(): Date;
  /** 0 ≤ x < 1. */
  random(): number;
  /** Hears of trouble of the queue itself, for example a full disk while claiming. It goes on by itself. */
  report(error: unknown): void;
  /** How many jobs of each class run at once. Default { heavy: 1, preview: 1, light: 8 }. */
  readonly atOnce?: { readonly heavy: number; readonly preview: number; readonly light: number };
};

export function createJobs(_needs: JobsNeeds): Jobs {
  throw new Error('arrives with the next commit');
}
