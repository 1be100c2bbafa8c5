import type { Outgoing, Platform } from './adapter.ts';

/** When work on a post begins: at its time, or at once where the platform publishes it at its time by itself. */
export const dueAt = (platform: Platform | undefined, { at, options }: Pick<Outgoing, 'at' | 'options'>, now: Date): Date =>
  platform?.handOverAt?.({ at, options }, now) ?? at;
