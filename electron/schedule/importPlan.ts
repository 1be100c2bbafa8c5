import { basename } from 'node:path';
import { setImmediate as takeTurns } from 'node:timers/promises';
import type { Channel } from '../../shared/contract/channels.ts';
import type { Post } from '../../shared/contract/posts.ts';
import { Failure } from '../../shared/errors.ts';
import type { PostMaker } from '../publish/postMaker.ts';
import type { Service } from '../services.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Times } from './createTimes.ts';
import { findTwins } from './findTwins.ts';
import type { PlanRow } from './planFile.ts';
import { readPlanCsv } from './readPlanCsv.ts';
import { readPlanJson } from './readPlanJson.ts';
import { readWish, type PostWish } from './readWish.ts';

/** What making posts from a plan needs of the posts' own service. */
export type MakePosts = Pick<Service<'posts'>, 'create' | 'edit'>;

type Needs = {
  readonly read: ReadDb;
  readonly now: () => Date;
  readonly times: Times;
  readonly maker: PostMaker;
  readonly posts: MakePosts;
  readonly channels: readonly Channel[];
};
type Wish = { readonly text: string; readonly format: 'csv' | 'json'; readonly apply: boolean; readonly approve: boolean };
type Answer = Awaited<ReturnType<Service<'schedule'>['importPlan']>>;
type AnswerRow = Answer['rows'][number];

const ROWS_AT_MOST = 20_000;
/** So many are made before other work has its turn. */
const ROWS_AT_ONCE = 10;

/**
 * Reads a plan and, with `apply`, makes its posts. A bad row is told and left out; the others go on. Notes about the file as
 * a whole come first, as rows of line 1 (the heading). Gaps and full days are no problem here: the plan is the creator's own,
 * and the calendar warns of them.
 * @throws Failure BAD_INPUT when the file is no plan at all.
 */
export async function importPlan(needs: Needs, { text, format, apply, approve }: Wish, signal: AbortSignal): Promise<Answer> {
  const { rows, notes } = format === 'csv' ? readPlanCsv(text) : readPlanJson(text);
  if (rows.length === 0)
    throw new Failure('BAD_INPUT', 'There is no post in this file. Nothing was made.', 'Look whether it is the right file.');
  if (rows.length > ROWS_AT_MOST) {
    throw new Failure('BAD_INPUT', `This file has more than ${ROWS_AT_MOST} posts. Nothing was made.`, 'Split it into several files.');
  }
  const twins = findTwins(
    needs.read,
    rows.map(({ cells }) => cells.film.trim()),
  );
  const known = { channels: needs.channels, now: needs.now, calendarOf: needs.times.calendarOf };
  const answer: AnswerRow[] = notes.map((note) => ({ line: 1, title: '', channelId: '', at: null, problem: note }));
  let made = 0;
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_AT_ONCE === 0) await takeTurns(); // thousands of posts in one go would leave every window without an answer
    signal.throwIfAborted(); // what was made stays, and is known as such when the file is read again
    const wish = row.problem ?? (await readWish(row.cells, known));
    const problem = typeof wish === 'string' ? wish : twins.meet(wish, row.line);
    if (typeof wish === 'string' || problem !== null || !apply) {
      answer.push(show(row, wish, problem));
      continue;
    }
    try {
      const post = await makePost(needs, wish, approve, signal);
      made += 1;
      answer.push({ line: row.line, title: post.title, channelId: post.channelId, at: post.at, problem: null });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      answer.push(show(row, wish, error.message));
    }
  }
  return { rows: answer, made };
}

function show({ line, cells }: PlanRow, wish: PostWish | string, problem: string | null): AnswerRow {
  const title = cells.title === '' ? basename(cells.film) : cells.title;
  if (typeof wish === 'string') return { line, title, channelId: cells.channel.trim(), at: null, problem };
  const at = wish.when.kind === 'at' ? new Date(wish.when.ms).toISOString() : null;
  return { line, title, channelId: wish.channel.id, at, problem };
}

async function makePost(needs: Needs, wish: PostWish, approve: boolean, signal: AbortSignal): Promise<Post> {
  return wish.film === null ? makeDraft(needs, wish, signal) : makeWithFilm(needs, wish, wish.film, approve, signal);
}

async function makeWithFilm({ posts }: Needs, wish: PostWish, film: string, approve: boolean, signal: AbortSignal): Promise<Post> {
  const { channel, when, title, caption, options } = wish;
  const own = { caption, ...(title === '' ? {} : { title }), ...(options === null ? {} : { options }) };
  const [post] = await posts.create(
    {
      videoPath: film,
      channelIds: [channel.id],
      caption,
      perChannel: { [channel.id]: own },
      ...(when.kind === 'at' ? { at: new Date(when.ms).toISOString() } : {}),
      nextSlot: when.kind === 'next-slot',
      approve: approve && when.kind !== 'no-time', // without a time it would go out at once
    },
    { signal },
  );
  if (post === undefined) throw new Failure('CONFLICT', 'No post was made.', 'Try this row again.');
  return post;
}

async function makeDraft({ posts, maker, times }: Needs, wish: PostWish, signal: AbortSignal): Promise<Post> {
  const { channel, when, title, caption, options } = wish;
  let post = maker.draft({ channelId: channel.id, title, caption, madeBy: 'import' });
  if (options !== null) post = await posts.edit({ postId: post.id, options }, { signal });
  if (when.kind === 'no-time') return post;
  const time = when.kind === 'at' ? { at: new Date(when.ms), slotAt: null } : times.nextTime(channel.id);
  return time === null ? post : maker.setTime(post.id, time);
}
