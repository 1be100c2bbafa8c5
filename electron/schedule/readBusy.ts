import { z } from 'zod';
import type { ReadDb } from '../store/handles.ts';

/** What stands in a channel's calendar: times ascending, and the slots that were given to posts; ms. */
export type Busy = { readonly times: readonly number[]; readonly taken: ReadonlySet<number> };

const Row = z.object({ id: z.string(), at: z.int(), slotAt: z.int().nullable() });

/**
 * The posts of a channel with a time in [fromMs, toMs) that went out or may: not the cancelled and failed ones, of which
 * nothing is public. The index is named because the planner does not know how much is stored.
 */
export function readBusy(
  db: ReadDb,
  about: { readonly channelId: string; readonly fromMs: number; readonly toMs: number; readonly without?: ReadonlySet<string> },
): Busy {
  const rows = db.$client
    .prepare(
      `select id, at, slot_at as slotAt from posts indexed by posts_by_channel
       where channel_id = :channelId
         and state in ('draft', 'awaiting-approval', 'scheduled', 'sending', 'sent', 'live', 'needs-you')
         and coalesce(at, created_at) >= :fromMs and coalesce(at, created_at) < :toMs and at is not null`,
    )
    .all({ channelId: about.channelId, fromMs: about.fromMs, toMs: about.toMs })
    .map((row) => Row.parse(row))
    .filter(({ id }) => about.without?.has(id) !== true);
  return {
    times: rows.map(({ at }) => at).sort((one, other) => one - other),
    taken: new Set(rows.flatMap(({ slotAt }) => (slotAt === null ? [] : [slotAt]))),
  };
}
