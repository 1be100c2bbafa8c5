import type { CalendarPost } from '../../shared/contract/schedule.ts';
import { attempt, toast } from '../components/toast.tsx';
import { studio, type StudioClient } from '../link/studioClient.ts';
import { calendar, type HowToMove } from './calendar.ts';

type Act = Parameters<StudioClient['posts']['many']>[0]['act'];
type Outcome = Awaited<ReturnType<StudioClient['posts']['many']>>;

/** The studio takes at most this many posts in one call. */
const MOST_AT_ONCE = 1_000;

/** Asks for many posts in parts, and joins the answers. */
export async function inParts(postIds: readonly string[], ask: (part: string[]) => Promise<Outcome>): Promise<Outcome> {
  const all: Outcome = { posts: [], failures: [] };
  for (let at = 0; at < postIds.length; at += MOST_AT_ONCE) {
    const { posts, failures } = await ask(postIds.slice(at, at + MOST_AT_ONCE));
    all.posts.push(...posts);
    all.failures.push(...failures);
  }
  return all;
}

/** Names what refused and why: the first three, then how many more. */
export function nameFailures(failures: Outcome['failures'], titleOf: (postId: string) => string): string {
  const named = failures.slice(0, 3).map(({ postId, message }) => `“${titleOf(postId)}”: ${message}`);
  return [...named, ...(failures.length > 3 ? [`and ${failures.length - 3} more`] : [])].join(' · ');
}

const countPosts = (count: number): string => (count === 1 ? '1 post' : `${count.toLocaleString('en')} posts`);

function tell(done: Outcome, what: string, undo?: () => void): void {
  const titles = new Map(calendar.getState().posts.map(({ id, title }) => [id, title]));
  if (done.failures.length > 0)
    toast.problem(
      `${countPosts(done.failures.length)} refused`,
      nameFailures(done.failures, (id) => titles.get(id) ?? 'A post'),
    );
  if (done.posts.length > 0)
    toast.done(`${countPosts(done.posts.length)} ${what}`, '', undo === undefined ? undefined : { label: 'Undo', act: undo });
}

const said: Readonly<Record<Act, string>> = { approve: 'approved', cancel: 'called off', restore: 'brought back' };

/** What a creator does in the calendar. Each says what happened, and how to take it back where that is possible. */
export const calendarActions = {
  /** Moves a post; `sure` when the creator has read the plan's objections. Answers whether it is settled. */
  async move(post: CalendarPost, at: string, { sure = false, slot = null }: Partial<HowToMove> = {}): Promise<boolean> {
    if (at === post.at && !sure) return true;
    const result = await calendar.getState().move(post, at, { sure, slot });
    if (result.moved === 'no') toast.failure(result.problem);
    if (result.moved === 'yes')
      toast.done(`“${post.title}” is moved`, '', {
        label: 'Undo',
        act: () =>
          void calendarActions.move({ ...post, at }, post.at, { sure: true, slot: post.slotAt === null ? null : { at: post.slotAt } }),
      });
    return result.moved !== 'doubtful';
  },
  async many(postIds: readonly string[], act: Act): Promise<void> {
    const done = await attempt(inParts(postIds, (part) => studio.posts.many({ postIds: part, act })));
    if (done === null) return;
    const ids = done.posts.map(({ id }) => id);
    const back: Act | null = act === 'cancel' ? 'restore' : act === 'restore' ? 'cancel' : null;
    tell(done, said[act], back === null ? undefined : () => void calendarActions.many(ids, back));
    calendar.getState().select(ids, false);
    await calendar.getState().refetch();
  },
  /** Gives each post its channel's next free slot, in the order given. */
  async queue(postIds: readonly string[]): Promise<void> {
    const done = await attempt(inParts(postIds, (part) => studio.schedule.queue({ postIds: part })));
    if (done === null) return;
    tell(done, 'moved to free slots');
    await calendar.getState().refetch();
  },
};
