import { createStore } from 'zustand/vanilla';
import type { Change } from '../../shared/contract/changes.ts';
import type { CalendarPost, FreeSlot } from '../../shared/contract/schedule.ts';
import { dayOfInstant, stepDay, visibleSpan, type CalendarMode } from '../calendar/span.ts';
import { explain, type Explained } from '../link/explain.ts';
import { studio, type StudioClient } from '../link/studioClient.ts';
import { library } from './library.ts';

/** What the plan says against a time. */
export type Warning = Awaited<ReturnType<StudioClient['schedule']['judge']>>[number];

export type HowToMove = {
  /** The creator has read the plan's objections. */
  readonly sure: boolean;
  /** `take`: into the free slot that begins then, moved by chance as the plan says; else the slot it is put back into, or none. */
  readonly slot: 'take' | { readonly at: string } | null;
};

/** A move that the creator decides about, since the plan speaks against it. */
type DoubtfulMove = { readonly post: CalendarPost; readonly at: string; readonly warnings: readonly Warning[] };

type Moved =
  | { readonly moved: 'yes' }
  | { readonly moved: 'doubtful'; readonly doubt: DoubtfulMove }
  | { readonly moved: 'no'; readonly problem: unknown };

export type Calendar = {
  readonly mode: CalendarMode;
  /** The day that is looked at. */
  readonly day: string;
  /** Only these channels; empty for all. */
  readonly channelIds: readonly string[];
  readonly posts: readonly CalendarPost[];
  readonly slots: readonly FreeSlot[];
  /** `first`: nothing was read for this span yet. */
  readonly reading: 'first' | 'again' | 'no';
  readonly problem: Explained | null;
  /** Posts on their way to another time: drawn there at once. */
  readonly moving: ReadonlyMap<string, string>;
  readonly doubt: DoubtfulMove | null;
  readonly selected: ReadonlySet<string>;
  /** Begins to watch, at today the first time; returns how to stop. Nothing is read while nobody watches. */
  readonly open: () => () => void;
  readonly show: (to: { mode?: CalendarMode; day?: string; channelIds?: readonly string[] }) => void;
  readonly step: (by: 1 | -1) => void;
  readonly today: () => void;
  readonly select: (postIds: readonly string[], on: boolean) => void;
  /** Reads the visible span anew, if anyone looks at it. */
  readonly refetch: () => Promise<void>;
  /** Takes a pushed change in, if it touches what is shown. */
  readonly noteChange: (change: Change) => void;
  /** Moves a post, drawing it in its new place at once. `sure` skips the plan's objections. */
  readonly move: (post: CalendarPost, at: string, how: HowToMove) => Promise<Moved>;
  /** Puts a doubtful post back. */
  readonly putBack: () => void;
};

type Needs = {
  client: { schedule: Pick<StudioClient['schedule'], 'range' | 'judge' | 'take'>; posts: Pick<StudioClient['posts'], 'reschedule'> };
  zone: () => string;
  now: () => Date;
  later: (act: () => void) => void;
};

/** The studio gives at most 5,000 posts at once; a window that needs more asks on from the last one. */
const MOST_PAGES = 6;

/** Keeps the posts of the visible span, and nothing else, as the studio has them. */
export function createCalendar({ client, zone, now, later }: Needs) {
  let asked = 0; // an answer that was overtaken by a newer question is dropped
  let waiting = false;
  let watched = false;
  let opened = false;
  return createStore<Calendar>()((set, get) => {
    const span = () => visibleSpan(get().mode, get().day, zone());
    const today = (): string => dayOfInstant(now().toISOString(), zone());

    async function read(): Promise<void> {
      const mine = ++asked;
      const { channelIds } = get();
      const { from, to } = span();
      const posts = new Map<string, CalendarPost>();
      let slots: readonly FreeSlot[] = [];
      let start = from;
      try {
        for (let page = 0; page < MOST_PAGES; page++) {
          const answer = await client.schedule.range({ from: start, to, ...(channelIds.length > 0 && { channelIds: [...channelIds] }) });
          if (mine !== asked) return;
          for (const post of answer.posts) if (!posts.has(post.id)) posts.set(post.id, post);
          slots = page === 0 ? answer.slots : slots;
          const last = answer.posts.at(-1)?.at;
          if (!answer.more || last === undefined || last === start) break;
          start = last;
        }
        const shown = new Set(posts.keys());
        set(({ selected, ...before }) => ({
          posts: keepSame(before.posts, [...posts.values()]),
          slots: keepSame(before.slots, slots),
          reading: 'no',
          problem: null,
          selected: new Set([...selected].filter((id) => shown.has(id))),
        }));
      } catch (error) {
        if (mine === asked) set({ reading: 'no', problem: explain(error) });
      }
    }

    function readSoon(): void {
      if (waiting) return;
      waiting = true;
      later(() => {
        waiting = false;
        if (!watched) return;
        set(({ reading }) => ({ reading: reading === 'first' ? 'first' : 'again' }));
        void read();
      });
    }

    function arrive(postId: string): void {
      set(({ moving }) => ({ moving: new Map([...moving].filter(([id]) => id !== postId)) }));
    }

    return {
      mode: 'month',
      day: today(),
      channelIds: [],
      posts: [],
      slots: [],
      reading: 'first',
      problem: null,
      moving: new Map(),
      doubt: null,
      selected: new Set(),
      open() {
        watched = true;
        if (!opened) set({ day: today() }); // the zone was not known when the window was made
        opened = true;
        void read();
        return () => {
          watched = false;
        };
      },
      show({ mode = get().mode, day = get().day, channelIds = get().channelIds }) {
        const before = span();
        const filtered = channelIds !== get().channelIds;
        set({ mode, day, channelIds });
        const { from, to } = span();
        if (before.from === from && before.to === to && !filtered) return;
        const within = from >= before.from && to <= before.to && !filtered; // what is known already is shown meanwhile
        set((state) => ({
          reading: within ? 'again' : 'first',
          posts: within ? state.posts.filter(({ at }) => at >= from && at < to) : [],
          slots: within ? state.slots.filter(({ slotAt }) => slotAt >= from && slotAt < to) : [],
          selected: new Set(),
        }));
        void read();
      },
      step(by) {
        get().show({ day: stepDay(get().mode, get().day, by) });
      },
      today() {
        get().show({ day: today() });
      },
      select(postIds, on) {
        set(({ selected }) => ({
          selected: on ? new Set([...selected, ...postIds]) : new Set([...selected].filter((id) => !postIds.includes(id))),
        }));
      },
      refetch: async () => (watched ? read() : undefined),
      noteChange(change) {
        if (!watched) return;
        if (change.topic === 'channel') readSoon();
        if (change.topic !== 'post') return;
        const { id, at, title, state, slotAt } = change.value;
        const { from, to } = span();
        const known = get().posts.find((post) => post.id === id);
        const inside = at !== null && at >= from && at < to;
        if (known === undefined && !inside) return;
        if (known !== undefined)
          set(({ posts }) => ({
            posts: posts.flatMap((post) => (post.id !== id ? [post] : inside ? [{ ...post, at, title, state, slotAt }] : [])),
          }));
        readSoon();
      },
      async move(post, at, { sure, slot }) {
        set(({ moving }) => ({ moving: new Map([...moving, [post.id, at]]) }));
        try {
          const warnings = sure ? [] : await client.schedule.judge({ channelId: post.channelId, at, postId: post.id });
          if (warnings.length > 0) {
            const doubt = { post, at, warnings };
            set({ doubt });
            return { moved: 'doubtful', doubt };
          }
          const moved =
            slot === 'take'
              ? await client.schedule.take({ postId: post.id, slotAt: at })
              : await client.posts.reschedule({ postId: post.id, at, slotAt: slot?.at ?? null });
          set(({ posts, doubt }) => ({
            posts: posts.map((one) => (one.id === post.id ? { ...one, at: moved.at ?? at, slotAt: moved.slotAt } : one)),
            doubt: doubt?.post.id === post.id ? null : doubt,
          }));
          arrive(post.id);
          readSoon();
          return { moved: 'yes' };
        } catch (problem) {
          arrive(post.id);
          set(({ doubt }) => ({ doubt: doubt?.post.id === post.id ? null : doubt }));
          return { moved: 'no', problem };
        }
      },
      putBack() {
        const { doubt } = get();
        set({ doubt: null });
        if (doubt !== null) arrive(doubt.post.id);
      },
    };
  });
}

/** The list as it was where nothing in it is new: what is drawn of it need not be drawn again. */
function keepSame<Row extends object>(before: readonly Row[], now: readonly Row[]): readonly Row[] {
  const same = (one: Row, other: Row): boolean => Object.entries(one).every(([key, value]) => Reflect.get(other, key) === value);
  const isSame = before.length === now.length && now.every((row, at) => before[at] !== undefined && same(row, before[at]));
  return isSame ? before : now;
}

/** The posts as they are drawn: those on the move stand in their new place. */
export function placePosts({ posts, moving }: Pick<Calendar, 'posts' | 'moving'>): readonly CalendarPost[] {
  if (moving.size === 0) return posts;
  return posts.map((post) => ({ ...post, at: moving.get(post.id) ?? post.at }));
}

export const calendar = createCalendar({
  client: studio,
  zone: () => library.getState().settings?.zone ?? library.getState().info?.zone ?? 'UTC',
  now: () => new Date(),
  later: (act) => void setTimeout(act, 300),
});
