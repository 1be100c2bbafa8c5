import { createStore } from 'zustand/vanilla';
import type { Channel, Choices } from '../../shared/contract/channels.ts';
import type { Post } from '../../shared/contract/posts.ts';
import type { Finding } from '../../shared/publish/finding.ts';
import { explain } from '../link/explain.ts';
import { studio, type StudioClient } from '../link/studioClient.ts';
import { instantOfWallTime, wallTimeOfInstant } from '../words/wallTime.ts';
import { captionOf, emptyDraft, filmOf, optionsOf, type Draft, type Film } from './composerDraft.ts';
import { createKeptWords } from './keptWords.ts';
import { library } from './library.ts';
import { zoneOf } from './useZone.ts';

type Problem = { readonly message: string; readonly hint: string };

/** Something asked from the studio: under way, answered, or refused with a reason. */
export type Asked<Value> =
  { readonly state: 'asking' } | { readonly state: 'known'; readonly value: Value } | ({ readonly state: 'failed' } & Problem);

/** What the studio says of the draft on one channel. */
export type Report = {
  readonly findings: readonly Finding[];
  readonly costUsd: number;
  /** When it would go out: the next free slot; null without one. Only asked for when slots are wanted. */
  readonly slotAt: string | null;
  /** What the channel's plan has against the chosen time. */
  readonly against: readonly string[];
};

export type Outcome =
  { readonly state: 'sending' } | { readonly state: 'made'; readonly post: Post } | ({ readonly state: 'refused' } & Problem);

type Start = { readonly film: Film | null; readonly channelIds?: readonly string[]; readonly at?: string };

export type Composer = {
  readonly opened: boolean;
  readonly draft: Draft;
  readonly reports: Readonly<Record<string, Asked<Report>>>;
  readonly choices: Readonly<Record<string, Asked<Choices>>>;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly sending: boolean;
  /** Opens with what was written for this film before, if it was not posted. */
  readonly open: (start: Start) => void;
  readonly close: () => void;
  readonly change: (part: Partial<Draft>) => void;
  readonly askChoices: (channelId: string) => Promise<void>;
  /** Looks again at what was said of the draft, for example after a sign-in. */
  readonly judgeAgain: () => void;
  /** Makes the posts of these channels, each on its own. Closes when none is left; answers those that were made. */
  readonly send: (channelIds: readonly string[]) => Promise<Post[]>;
};

type Needs = {
  client: {
    posts: Pick<StudioClient['posts'], 'judge' | 'create'>;
    channels: Pick<StudioClient['channels'], 'choices'>;
    schedule: Pick<StudioClient['schedule'], 'judge' | 'next'>;
  };
  channels: () => ReadonlyMap<string, Channel>;
  zone: () => string;
  now: () => Date;
  later: (act: () => void) => void;
  words: ReturnType<typeof createKeptWords>;
};

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
const fileOf = (film: Film): { renderId: string } | { videoPath: string } =>
  film.from === 'render' ? { renderId: film.renderId } : { videoPath: film.videoPath };
const failed = (error: unknown): { state: 'failed' } & Problem => {
  const { message, hint } = explain(error);
  return { state: 'failed', message, hint };
};

/** The state behind the composer; see composerDraft.ts for its words. */
export function createComposer({ client, channels, zone, now, later, words }: Needs) {
  /** Words of films that were not posted yet, so that closing the window part loses nothing. */
  const kept = new Map<string, Draft>();
  let lastChannelIds: readonly string[] | null = null;
  let round = 0;

  return createStore<Composer>()((set, get) => {
    const instant = (draft: Draft): string | null =>
      draft.when === 'later' && draft.wallTime !== null ? instantOfWallTime(draft.wallTime, zone()) : null;

    const judge = async (draft: Draft, film: Film, channel: Channel): Promise<Report> => {
      const at = instant(draft);
      const [slot] = draft.when === 'slot' ? await client.schedule.next({ channelId: channel.id }) : [];
      const due = at ?? slot?.slotAt;
      const [judged, against] = await Promise.all([
        client.posts.judge({
          ...fileOf(film),
          channelId: channel.id,
          title: draft.title,
          caption: captionOf(draft, channel.id),
          options: optionsOf(draft, channel),
          ...(due !== undefined && { at: due }),
        }),
        at === null ? [] : client.schedule.judge({ channelId: channel.id, at }),
      ]);
      return { ...judged, slotAt: slot?.slotAt ?? null, against: against.map(({ message }) => message) };
    };

    /** Asks about one channel; an answer that a newer round has overtaken is dropped. */
    const report = async (mine: number, draft: Draft, film: Film, channel: Channel): Promise<void> => {
      const note = (known: Asked<Report>): void => set((state) => ({ reports: { ...state.reports, [channel.id]: known } }));
      if (get().reports[channel.id] === undefined) note({ state: 'asking' });
      const known: Asked<Report> = await judge(draft, film, channel).then((value) => ({ state: 'known' as const, value }), failed);
      if (mine === round) note(known);
    };

    const look = (mine: number): void => {
      const { draft, opened } = get();
      if (mine !== round || !opened || draft.film === null) return;
      for (const channelId of draft.channelIds) {
        const channel = channels().get(channelId);
        if (channel !== undefined) void report(mine, draft, draft.film, channel);
      }
    };

    const lookSoon = (): void => {
      round += 1;
      const mine = round;
      later(() => look(mine));
    };

    const askNew = (channelIds: readonly string[]): void => {
      for (const id of channelIds) if (get().choices[id] === undefined) void get().askChoices(id);
    };

    const sendOne = async (draft: Draft, film: Film, channel: Channel): Promise<Post | null> => {
      const note = (outcome: Outcome): void => set((state) => ({ outcomes: { ...state.outcomes, [channel.id]: outcome } }));
      note({ state: 'sending' });
      const at = instant(draft);
      try {
        const [post] = await client.posts.create({
          ...fileOf(film),
          channelIds: [channel.id],
          title: draft.title.trim() === '' ? film.title : draft.title.trim(),
          caption: captionOf(draft, channel.id),
          perChannel: { [channel.id]: { options: optionsOf(draft, channel) } },
          ...(at !== null && { at }),
          nextSlot: draft.when === 'slot',
          approve: draft.approved,
        });
        if (post === undefined) return null;
        note({ state: 'made', post });
        return post;
      } catch (error) {
        const { message, hint } = explain(error);
        note({ state: 'refused', message, hint });
        return null;
      }
    };

    return {
      opened: false,
      draft: emptyDraft,
      reports: {},
      choices: {},
      outcomes: {},
      sending: false,
      open({ film, channelIds, at }) {
        const known = channels();
        const wanted = channelIds ?? lastChannelIds?.filter((id) => known.has(id)) ?? [];
        const first = known.has('practice') ? 'practice' : [...known.keys()][0];
        const before = film === null ? undefined : kept.get(filmOf(film));
        const soon = new Date(Math.ceil(now().getTime() / QUARTER_MS) * QUARTER_MS + HOUR_MS).toISOString();
        const fresh: Draft = {
          ...emptyDraft,
          film,
          title: film?.title ?? '',
          ...(film !== null && words.read(filmOf(film))),
          channelIds: wanted.length > 0 ? wanted : first === undefined ? [] : [first],
          wallTime: wallTimeOfInstant(soon, zone()),
        };
        const draft: Draft = {
          ...(before ?? fresh),
          ...(channelIds !== undefined && { channelIds }),
          ...(at !== undefined && { when: 'later', wallTime: wallTimeOfInstant(at, zone()) }),
        };
        set({ opened: true, draft: { ...draft, approved: false }, reports: {}, choices: {}, outcomes: {} });
        askNew(get().draft.channelIds);
        lookSoon();
      },
      close() {
        set({ opened: false });
      },
      change(part) {
        const draft = { ...get().draft, ...part };
        set(part.film === undefined ? { draft } : { draft, reports: {} });
        if (draft.film !== null) {
          kept.set(filmOf(draft.film), draft);
          words.write(filmOf(draft.film), { title: draft.title, caption: draft.caption, own: draft.own });
        }
        if (part.channelIds !== undefined) {
          askNew(part.channelIds);
          set(({ outcomes }) => ({
            outcomes: Object.fromEntries(Object.entries(outcomes).filter(([id]) => part.channelIds?.includes(id))),
          }));
        }
        lookSoon();
      },
      async askChoices(channelId) {
        if (channels().get(channelId)?.platform === 'practice') return; // it has nothing to choose
        set((state) => ({ choices: { ...state.choices, [channelId]: { state: 'asking' } } }));
        const answer: Asked<Choices> = await client.channels
          .choices({ channelId })
          .then((value) => ({ state: 'known' as const, value }), failed);
        set((state) => ({ choices: { ...state.choices, [channelId]: answer } }));
      },
      judgeAgain() {
        for (const id of get().draft.channelIds) if (get().choices[id]?.state === 'failed') void get().askChoices(id);
        lookSoon();
      },
      async send(channelIds) {
        const { draft, sending } = get();
        if (sending || draft.film === null) return [];
        const { film } = draft;
        const to = channelIds.flatMap((id) => channels().get(id) ?? []);
        set({ sending: true });
        const made = (await Promise.all(to.map((channel) => sendOne(draft, film, channel)))).filter((post) => post !== null);
        const left = draft.channelIds.filter((id) => !made.some((post) => post.channelId === id));
        lastChannelIds = draft.channelIds;
        if (left.length === 0) {
          kept.delete(filmOf(film));
          words.write(filmOf(film), null);
        } else get().change({ channelIds: left });
        set((state) => ({ sending: false, opened: left.length > 0 && state.opened }));
        return made;
      },
    };
  });
}

export const composer = createComposer({
  client: studio,
  channels: () => library.getState().channels,
  zone: () => zoneOf(library.getState()),
  now: () => new Date(),
  later: (act) => void setTimeout(act, 350),
  words: createKeptWords(typeof localStorage === 'undefined' ? null : localStorage),
});
