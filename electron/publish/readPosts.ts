import { z } from 'zod';
import type { Post, PostDetail } from '../../shared/contract/posts.ts';
import { Failure } from '../../shared/errors.ts';
import { Finding } from '../../shared/publish/finding.ts';
import { readOptions } from '../../shared/publish/postOptions.ts';
import { PostState } from '../../shared/publish/postState.ts';
import type { ReadDb } from '../store/handles.ts';

const Row = z.object({
  id: z.string(),
  channelId: z.string(),
  platform: z.string(),
  projectId: z.string().nullable(),
  renderId: z.string().nullable(),
  title: z.string(),
  caption: z.string(),
  state: PostState,
  reason: z.string(),
  at: z.int().nullable(),
  url: z.string().nullable(),
  contentHash: z.string(),
  approvedHash: z.string().nullable(),
  createdAt: z.int(),
  changedAt: z.int(),
  latest: z.string().nullable(),
  options: z.string().nullable(),
  slotAt: z.int().nullable(),
  findings: z.string(),
  hasFilm: z.int(),
});

const Numbers = z.object({ at: z.int(), views: z.int(), likes: z.int(), comments: z.int(), shares: z.int() });

const columns = `
  posts.id, posts.channel_id as channelId, channels.platform, posts.project_id as projectId, posts.render_id as renderId,
  posts.title, posts.caption, posts.state, posts.reason, posts.at, posts.url, posts.content_hash as contentHash,
  posts.approved_hash as approvedHash, posts.created_at as createdAt, posts.changed_at as changedAt, posts.options,
  posts.slot_at as slotAt, posts.findings, posts.video_path <> '' as hasFilm,
  (select json_object('at', at, 'views', views, 'likes', likes, 'comments', comments, 'shares', shares)
     from metrics where post_id = posts.id order by at desc limit 1) as latest`;

const iso = (at: number): string => new Date(at).toISOString();
const asSample = (numbers: unknown) => {
  const { at, ...rest } = Numbers.parse(numbers);
  return { at: iso(at), ...rest };
};

function asPost(row: unknown): Post {
  const { at, slotAt, createdAt, changedAt, latest, options, findings, hasFilm, ...rest } = Row.parse(row);
  return {
    ...rest,
    options: readOptions(rest.platform, options === null ? null : JSON.parse(options)),
    findings: z.array(Finding).parse(JSON.parse(findings)),
    hasFilm: hasFilm === 1,
    at: at === null ? null : iso(at),
    slotAt: slotAt === null ? null : iso(slotAt),
    createdAt: iso(createdAt),
    changedAt: iso(changedAt),
    latest: latest === null ? null : asSample(JSON.parse(latest)),
  };
}

/** One post as the contract shows it. Throws NOT_FOUND. */
export function readPost(db: ReadDb, postId: string): Post {
  const row = db.$client.prepare(`select ${columns} from posts join channels on channels.id = channel_id where posts.id = ?`).get(postId);
  if (row === undefined) throw new Failure('NOT_FOUND', 'This post does not exist.', 'Look for it in the queue.');
  return asPost(row);
}

const LedgerRow = z.object({ at: z.int(), state: PostState, reason: z.string(), raw: z.string().nullable() });

/** One post with its ledger and numbers, oldest first. Throws NOT_FOUND. */
export function readPostDetail(db: ReadDb, postId: string): PostDetail {
  const lines = db.$client.prepare('select at, state, reason, raw from ledger where post_id = ? order by sequence').all(postId);
  const readings = db.$client.prepare('select at, views, likes, comments, shares from metrics where post_id = ? order by at').all(postId);
  const file = db.$client.prepare("select nullif(video_path, '') as path from posts where id = ?").get(postId);
  const costs = db.$client
    .prepare('select item, sum(micro_usd) / 1e6 as usd from usage where post_id = ? group by item order by min(id)')
    .all(postId);
  return {
    ...readPost(db, postId),
    ledger: lines.map((line) => {
      const { at, ...rest } = LedgerRow.parse(line);
      return { at: iso(at), ...rest };
    }),
    metrics: readings.map(asSample),
    videoPath: file === undefined ? null : z.object({ path: z.string().nullable() }).parse(file).path,
    spent: costs.map((cost) => z.object({ item: z.string(), usd: z.number() }).parse(cost)),
  };
}

export type PostPage = {
  readonly states?: readonly PostState[] | undefined;
  readonly channelId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly before?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
};

const END_OF_TIME = 8.64e15; // the last instant a Date can hold

/**
 * Newest time first. One small walk of a named index for each state asked for, merged: a rare state among 100,000 posts
 * costs no more than a common one. The indexes are named because the planner, which does not know how much is stored,
 * otherwise sorts everything.
 */
export function listPosts(db: ReadDb, { states, channelId, projectId, before, limit }: PostPage): Post[] {
  const time = 'coalesce(posts.at, posts.created_at)';
  const index = projectId !== undefined ? 'project' : channelId !== undefined ? 'channel' : states !== undefined ? 'state' : 'time';
  const where = [
    `${time} <= :beforeAt and (${time} < :beforeAt or posts.id < :beforeId)`,
    ...(channelId === undefined ? [] : ['posts.channel_id = :channelId']),
    ...(projectId === undefined ? [] : ['posts.project_id = :projectId']),
  ].join(' and ');
  const walk = (state: PostState | null): string =>
    `select * from (select posts.id as id, ${time} as time from posts indexed by posts_by_${index}
      where ${where} ${state === null ? '' : `and posts.state = '${state}'`} order by ${time} desc, posts.id desc limit :limit)`;
  const wanted = states ?? (index === 'channel' ? PostState.options : [null]);
  if (wanted.length === 0) return [];
  const found = `select id from (${[...new Set(wanted)].map(walk).join(' union all ')}) order by time desc, id desc limit :limit`;
  const rows = db.$client
    .prepare(
      `select ${columns} from (${found}) as found join posts on posts.id = found.id join channels on channels.id = posts.channel_id
       order by ${time} desc, posts.id desc`,
    )
    .all({ limit, channelId, projectId, beforeAt: before === undefined ? END_OF_TIME : Date.parse(before.at), beforeId: before?.id ?? '' });
  return rows.map(asPost);
}

/** How many posts are in each state; states without any are left out. */
export function countPosts(db: ReadDb): Partial<Record<PostState, number>> {
  const rows = db.$client.prepare('select state, count from post_counts where count > 0').all();
  return Object.fromEntries(
    rows.map((row) => {
      const { state, count } = z.object({ state: PostState, count: z.int() }).parse(row);
      return [state, count];
    }),
  );
}
