import type { JobKind } from '../../shared/contract/jobs.ts';

/** How many jobs of each class run at once. */
export type AtOnce = { readonly heavy: number; readonly awaited: number; readonly light: number };

/**
 * One render keeps the cores busy by itself; a preview or the preparing of a recording runs beside it, since somebody sits
 * there waiting for it.
 */
export const DEFAULT_AT_ONCE: AtOnce = { heavy: 1, awaited: 1, light: 8 };

function classOf(kind: JobKind): keyof AtOnce {
  if (kind === 'render' || kind === 'asset.transcribe') return 'heavy';
  return kind === 'preview' || kind === 'asset.prepare' ? 'awaited' : 'light';
}

/** The kinds of which one more may begin beside those that run. */
export function kindsWithRoom(kinds: readonly JobKind[], running: readonly JobKind[], atOnce: AtOnce): JobKind[] {
  const taken = { heavy: 0, awaited: 0, light: 0 };
  for (const kind of running) taken[classOf(kind)] += 1;
  return kinds.filter((kind) => taken[classOf(kind)] < atOnce[classOf(kind)]);
}
