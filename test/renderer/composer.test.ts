import { describe, expect, test } from 'vitest';
import type { Channel, Choices } from '../../shared/contract/channels.ts';
import type { Post } from '../../shared/contract/posts.ts';
import { defaultOptions, type PlatformName } from '../../shared/publish/postOptions.ts';
import { defaultPlan } from '../../shared/schedule/plan.ts';
import type { StudioClient } from '../../renderer/link/studioClient.ts';
import { createComposer } from '../../renderer/state/composer.ts';
import { createKeptWords } from '../../renderer/state/keptWords.ts';
import type { Film } from '../../renderer/state/composerDraft.ts';

const channelOn = (platform: PlatformName): Channel => ({
  id: platform,
  platform,
  name: platform,
  handle: '',
  standing: 'ready',
  paused: false,
  reason: null,
  notes: [],
  signInEndsAt: null,
  defaults: defaultOptions(platform),
  plan: defaultPlan,
});
const film: Film = { from: 'render', renderId: 'r1', projectId: 'p1', title: 'A film', seconds: 12 };
const noChoices: Choices = { account: 'Mia', privacy: [], disabled: [], maxSeconds: null, postsLeft: null, categories: [], notes: [] };

/** Only what the composer reads of a post. */
const postOn = (channelId: string): Post => ({ id: `post-${channelId}`, channelId }) as Post;

type Input = Parameters<StudioClient['posts']['create']>[0];

const send = (composer: ReturnType<typeof createComposer>): Promise<Post[]> =>
  composer.getState().send(composer.getState().draft.channelIds);

/** A composer on a studio that refuses what `refuse` names; `settle` lets everything asked be answered. */
function open({ refuse = [] as string[], words = createKeptWords(null) } = {}) {
  const created: Input[] = [];
  const judged: { channelId: string; caption: string; at?: string | undefined }[] = [];
  const asked: string[] = [];
  let waiting: (() => void)[] = [];
  const channels = new Map((['practice', 'x', 'tiktok'] as const).map((name) => [name as string, channelOn(name)]));
  const composer = createComposer({
    client: {
      posts: {
        async create(input) {
          created.push(input);
          const [id = ''] = input.channelIds;
          if (refuse.includes(id)) throw new Error(`${id} said no.`);
          return [postOn(id)];
        },
        async judge(input) {
          judged.push(input);
          return { findings: [], costUsd: input.channelId === 'x' ? 0.015 : 0 };
        },
      },
      channels: {
        async choices({ channelId }) {
          asked.push(channelId);
          if (refuse.includes(`choices of ${channelId}`)) throw new Error('TikTok does not answer.');
          return noChoices;
        },
      },
      schedule: {
        judge: async () => [{ code: 'gap' as const, message: 'Too close to another post.' }],
        next: async ({ channelId }) => [{ channelId, slotAt: '2026-12-04T17:00:00.000Z', score: null }],
      },
    },
    channels: () => channels,
    zone: () => 'Europe/Berlin',
    now: () => new Date('2026-11-20T10:00:00Z'),
    later: (act) => void waiting.push(act),
    words,
  });
  const settle = async (): Promise<void> => {
    const due = waiting;
    waiting = [];
    for (const act of due) act();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { composer, created, judged, asked, settle };
}

describe('posting to many channels', () => {
  test('each channel is posted to on its own, with its own words and options', async () => {
    const { composer, created } = open();
    composer.getState().open({ film, channelIds: ['practice', 'x'] });
    composer.getState().change({ caption: 'for all', own: { x: 'for X' }, approved: true });
    const made = await send(composer);
    expect(made.map(({ channelId }) => channelId)).toEqual(['practice', 'x']);
    expect(created.map(({ channelIds, caption }) => [channelIds, caption])).toEqual([
      [['practice'], 'for all'],
      [['x'], 'for X'],
    ]);
    expect(created[1]?.perChannel).toEqual({ x: { options: defaultOptions('x') } });
    expect(composer.getState().opened).toBe(false);
  });

  test('a refusal on one is shown beside it, the others go out, and a second try sends only what is left', async () => {
    const { composer, created } = open({ refuse: ['x'] });
    composer.getState().open({ film, channelIds: ['practice', 'x'] });
    const made = await send(composer);
    expect(made.map(({ channelId }) => channelId)).toEqual(['practice']);
    expect(composer.getState().opened).toBe(true);
    expect(composer.getState().draft.channelIds).toEqual(['x']);
    expect(composer.getState().outcomes['x']).toMatchObject({ state: 'refused', message: 'x said no.' });
    await send(composer);
    expect(created.map(({ channelIds }) => channelIds[0])).toEqual(['practice', 'x', 'x']);
  });

  test('a channel that is not ready stays, whatever happens to the others', async () => {
    const { composer, created } = open();
    composer.getState().open({ film, channelIds: ['practice', 'tiktok'] });
    await composer.getState().send(['practice']);
    expect(created.map(({ channelIds }) => channelIds[0])).toEqual(['practice']);
    expect(composer.getState()).toMatchObject({ opened: true, draft: { channelIds: ['tiktok'] } });
  });

  test('pressing twice sends once', async () => {
    const { composer, created } = open();
    composer.getState().open({ film, channelIds: ['practice'] });
    await Promise.all([send(composer), send(composer)]);
    expect(created).toHaveLength(1);
  });
});

describe('judging while writing', () => {
  test('many keystrokes are judged once, as they are in the end', async () => {
    const { composer, judged, settle } = open();
    composer.getState().open({ film, channelIds: ['x'] });
    for (const caption of ['a', 'ab', 'abc']) composer.getState().change({ caption });
    await settle();
    expect(judged.map(({ caption }) => caption)).toEqual(['abc']);
    expect(composer.getState().reports['x']).toMatchObject({ state: 'known', value: { costUsd: 0.015 } });
  });

  test('an answer about older words is not taken for the newest', async () => {
    const { composer, settle } = open();
    composer.getState().open({ film, channelIds: ['practice'] });
    const first = settle();
    composer.getState().change({ caption: 'newer' });
    await first;
    expect(composer.getState().reports['practice']).toEqual({ state: 'asking' });
  });

  test('a chosen time is judged by the plan, in the creator’s zone', async () => {
    const { composer, judged, settle } = open();
    composer.getState().open({ film, channelIds: ['practice'] });
    composer.getState().change({ when: 'later', wallTime: '2026-12-04 18:00:00' });
    await settle();
    expect(judged[0]?.at).toBe('2026-12-04T17:00:00.000Z');
    expect(composer.getState().reports['practice']).toMatchObject({ value: { against: ['Too close to another post.'] } });
  });

  test('the next free slot is shown before anything is posted, and asked for when it is', async () => {
    const { composer, created, settle } = open();
    composer.getState().open({ film, channelIds: ['practice'] });
    composer.getState().change({ when: 'slot' });
    await settle();
    expect(composer.getState().reports['practice']).toMatchObject({ value: { slotAt: '2026-12-04T17:00:00.000Z' } });
    await send(composer);
    expect(created[0]).toMatchObject({ nextSlot: true });
    expect(created[0]?.at).toBeUndefined();
  });
});

test('what an account may choose is asked afresh each time the composer opens, and practice is not asked', async () => {
  const { composer, asked, settle } = open({ refuse: ['choices of tiktok'] });
  composer.getState().open({ film, channelIds: ['practice', 'tiktok'] });
  await settle();
  expect(composer.getState().choices['tiktok']).toMatchObject({ state: 'failed', message: 'TikTok does not answer.' });
  composer.getState().close();
  composer.getState().open({ film, channelIds: ['tiktok'] });
  expect(asked).toEqual(['tiktok', 'tiktok']);
});

test('words survive closing; the yes does not', () => {
  const { composer } = open();
  composer.getState().open({ film, channelIds: ['x'] });
  composer.getState().change({ caption: 'half a thought', approved: true });
  composer.getState().close();
  composer.getState().open({ film: { ...film, renderId: 'r2' } });
  expect(composer.getState().draft.caption).toBe('');
  composer.getState().open({ film });
  expect(composer.getState().draft).toMatchObject({ caption: 'half a thought', approved: false, channelIds: ['x'] });
  composer.getState().open({ film, channelIds: ['practice'], at: '2026-12-04T17:00:00Z' });
  expect(composer.getState().draft).toMatchObject({
    caption: 'half a thought',
    channelIds: ['practice'],
    when: 'later',
    wallTime: '2026-12-04 18:00:00',
  });
});

test('words outlive the window they were written in, until they are posted', async () => {
  let held: string | null = null;
  const words = createKeptWords({ getItem: () => held, setItem: (_key, value) => void (held = value) });
  const first = open({ words }).composer;
  first.getState().open({ film, channelIds: ['practice'] });
  first.getState().change({ caption: 'half a thought', own: { x: 'short' } });
  const second = open({ words }).composer;
  second.getState().open({ film, channelIds: ['practice'] });
  expect(second.getState().draft).toMatchObject({ caption: 'half a thought', own: { x: 'short' }, title: 'A film' });
  await send(second);
  const third = open({ words }).composer;
  third.getState().open({ film });
  expect(third.getState().draft.caption).toBe('');
});
