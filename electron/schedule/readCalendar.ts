import { z } from 'zod';
import type { CalendarPost } from '../../shared/contract/schedule.ts';
import { Finding } from '../../shared/publish/finding.ts';
import { PostState } from '../../shared/publish/postState.ts';
import type { ReadDb } from '../store/handles.ts';

/** The most posts that one look at the calendar shows. */
const SHOWN_AT_MOST = 5_000;

const Row = z.object({
  id: z.string(),
  channelId: z.string(),
  platform: z.string(),
  title: z.string(),
  state: PostState,
  at: z.int(),
  slotAt: z.int().nullable(),
  reason: z.string(),
  findings: z.string(),
});

/** Why a post will not go out as it is; null when nothing is known against it. */
function troubleOf({ state, reason, findings }: z.infer<typeof Row>): string | null {
  if (state === 'needs-you' || state === 'failed') return reason;
  if (findings === '[]' || state === 'live' || state === 'cancelled') return null;
  const stopping = z
    .array(Finding)
    .parse(JSON.parse(findings))
    .find(({ stops }) => stops);
  return stopping?.message ?? null;
}

type Span = { readonly fromMs: number; readonly toMs: number; readonly channelIds: readonly string[] | undefined };

/**
 * The posts with a time in [fromMs, toMs), oldest first, at most 5,000; `more` when there are others. The walk is along a
 * named index, so it costs what is in the span, however much is stored. Warnings of the plan are not in it.
 */
export function readCalendar(db: ReadDb, { fromMs, toMs, channelIds }: Span): { posts: CalendarPost[]; more: boolean } {
  const rows = db.$client
    .prepare(
      `select posts.id, posts.channel_id as channelId, channels.platform, posts.title, posts.state, posts.at,
         posts.slot_at as slotAt, posts.reason, posts.findings
       from posts indexed by posts_by_time join channels on channels.id = posts.channel_id
       where coalesce(posts.at, posts.created_at) >= :fromMs and coalesce(posts.at, posts.created_at) < :toMs
         and posts.at is not null
         ${channelIds === undefined ? '' : 'and posts.channel_id in (select value from json_each(:channelIds))'}
       order by coalesce(posts.at, posts.created_at), posts.id limit ${SHOWN_AT_MOST + 1}`,
    )
    .all({ fromMs, toMs, ...(channelIds === undefined ? {} : { channelIds: JSON.stringify(channelIds) }) });
  const posts = rows.slice(0, SHOWN_AT_MOST).map((row): CalendarPost => {
    const post = Row.parse(row);
    const { id, channelId, platform, title, state, at, slotAt } = post;
    const iso = (ms: number): string => new Date(ms).toISOString();
    const times = { at: iso(at), slotAt: slotAt === null ? null : iso(slotAt) };
    return { id, channelId, platform, title, state, ...times, warning: troubleOf(post) };
  });
  return { posts, more: rows.length > SHOWN_AT_MOST };
}
