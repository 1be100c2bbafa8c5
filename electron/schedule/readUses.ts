import { z } from 'zod';
import { PostState } from '../../shared/publish/postState.ts';
import type { ReadDb } from '../store/handles.ts';

/** How a film was used on one channel by one evergreen. */
export type Uses = {
  /** One is on its way and has not ended; another would pass it. */
  readonly underWay: boolean;
  /** When it was last there, or will be; null for never. */
  readonly lastMs: number | null;
  /** The words it last had there. */
  readonly lastCaption: string | null;
  /** Copies made for this channel so far. */
  readonly copies: number;
};

const Row = z.object({ state: PostState, caption: z.string(), time: z.int(), copy: z.int() });

export const makerOf = (evergreenId: string): string => `evergreen:${evergreenId}`;

/**
 * Looked up from the posts themselves and nowhere else, so that a crash between two writes cannot make it wrong. The post
 * that the evergreen began with counts on its own channel, once it stands. A copy counts for the cool-down from the moment
 * it is made, whatever becomes of it: a cancelled or failed one can be put back at any time, and to make another at once
 * would undo the creator's no. Its words count only while it stands, since nobody saw those of a cancelled one.
 */
export function readUses(db: ReadDb, { id, postId }: { readonly id: string; readonly postId: string }, channelId: string): Uses {
  const rows = db.$client
    .prepare(
      `select state, caption, max(coalesce(at, created_at), coalesce(release_asked_at, 0)) as time, 1 as copy from posts
         where made_by = :maker and channel_id = :channelId
       union all
       select state, caption, max(coalesce(at, created_at), coalesce(release_asked_at, 0)), 0 from posts
         where id = :postId and channel_id = :channelId and state not in ('draft', 'cancelled', 'failed')
       order by time`,
    )
    .all({ maker: makerOf(id), channelId, postId })
    .map((row) => Row.parse(row));
  const ended: readonly PostState[] = ['live', 'cancelled', 'failed'];
  const standing = rows.filter(({ state }) => state !== 'cancelled' && state !== 'failed');
  return {
    underWay: rows.some(({ state }) => !ended.includes(state)),
    lastMs: rows.at(-1)?.time ?? null,
    lastCaption: standing.at(-1)?.caption ?? null,
    copies: rows.filter(({ copy }) => copy === 1).length,
  };
}
