import { createStore } from 'zustand/vanilla';
import type { Post } from '../../shared/contract/posts.ts';
import type { PostState } from '../../shared/publish/postState.ts';
import { studio, type StudioClient } from '../link/studioClient.ts';
import { library } from './library.ts';

/** The groups of the queue, most urgent first. */
export const postGroups = [
  { name: 'needs-you', title: 'Needs you', states: ['needs-you'] },
  { name: 'approval', title: 'Waiting for your approval', states: ['awaiting-approval', 'draft'] },
  { name: 'sending', title: 'Going out now', states: ['sending', 'sent'] },
  { name: 'scheduled', title: 'Scheduled', states: ['scheduled'] },
  { name: 'finished', title: 'Finished', states: ['live', 'failed', 'cancelled'] },
] as const satisfies readonly { name: string; title: string; states: readonly PostState[] }[];
export type PostGroup = (typeof postGroups)[number];

const PAGE = 30;

type PostPages = {
  readonly counts: Partial<Record<PostState, number>>;
  /** How many of each group the window asked to see. */
  readonly wanted: Readonly<Record<string, number>>;
  readonly loading: boolean;
  refetch(): Promise<void>;
  showMore(group: PostGroup): Promise<void>;
  /** Counts anew soon; many changes at once count once. */
  noteChange(): void;
};

type Needs = {
  client: Pick<StudioClient, 'posts'>;
  known: () => ReadonlyMap<string, Post>;
  keep: (posts: readonly Post[]) => void;
  later: (act: () => void) => void;
};

/** Keeps the first pages of every group, and more where the creator asks. */
export function createPostPages({ client, known, keep, later }: Needs) {
  let counting = false;
  return createStore<PostPages>()((set, get) => ({
    counts: {},
    wanted: Object.fromEntries(postGroups.map(({ name }) => [name, PAGE])),
    loading: true,
    async refetch() {
      const pages = await Promise.all(
        postGroups.map(({ name, states }) => client.posts.list({ states: [...states], limit: Math.min(200, get().wanted[name] ?? PAGE) })),
      );
      keep(pages.flat());
      set({ counts: await client.posts.counts(), loading: false });
    },
    async showMore(group) {
      const last = groupPosts(known(), group)
        .filter(({ at }) => at !== null)
        .reduce<Post | null>(older, null);
      const page = await client.posts.list({
        states: [...group.states],
        limit: PAGE,
        ...(last?.at != null && { before: { at: last.at, id: last.id } }),
      });
      keep(page);
      set((state) => ({ wanted: { ...state.wanted, [group.name]: (state.wanted[group.name] ?? PAGE) + PAGE } }));
    },
    noteChange() {
      if (counting) return;
      counting = true;
      later(() => {
        counting = false;
        client.posts.counts().then(
          (counts) => set({ counts }),
          () => undefined, // a broken link is told and mended elsewhere; the next refetch counts
        );
      });
    },
  }));
}

const older = (oldest: Post | null, post: Post): Post => (oldest === null || (post.at ?? '') < (oldest.at ?? '') ? post : oldest);

/** The known posts of a group: what is still to come soonest first, what is over latest first. */
export function groupPosts(posts: ReadonlyMap<string, Post>, { name, states }: PostGroup): Post[] {
  const mine = [...posts.values()].filter(({ state }) => (states as readonly PostState[]).includes(state));
  const time = ({ at, changedAt }: Post): string => at ?? changedAt;
  const sign = name === 'finished' ? -1 : 1;
  return mine.sort((a, b) => (time(a) === time(b) ? a.id.localeCompare(b.id) : (time(a) < time(b) ? -1 : 1) * sign));
}

export const postPages = createPostPages({
  client: studio,
  known: () => library.getState().posts,
  keep: (posts) => library.setState((state) => ({ posts: new Map([...state.posts, ...posts.map((post) => [post.id, post] as const)]) })),
  later: (act) => void setTimeout(act, 300),
});
