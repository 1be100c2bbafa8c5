import { describe, expect, test } from 'vitest';
import type { Channel, Choices } from '../../shared/contract/channels.ts';
import { defaultOptions, type OptionsOf, type PlatformName } from '../../shared/publish/postOptions.ts';
import { defaultPlan } from '../../shared/schedule/plan.ts';
import { captionOf, emptyDraft, openQuestions, optionsOf, startOptions, type Draft } from '../../renderer/state/composerDraft.ts';

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
const tiktok: OptionsOf<'tiktok'> = {
  platform: 'tiktok',
  mode: 'direct',
  privacy: 'PUBLIC_TO_EVERYONE',
  allowComment: true,
  allowDuet: true,
  allowStitch: true,
  coverSeconds: 2,
  brandedContent: true,
  yourBrand: true,
  aiGenerated: true,
};
const choices: Choices = {
  account: 'Mia',
  privacy: [
    { value: 'PUBLIC_TO_EVERYONE', label: 'Everyone' },
    { value: 'SELF_ONLY', label: 'Only me' },
  ],
  disabled: [],
  maxSeconds: 600,
  postsLeft: null,
  categories: [],
  notes: [],
};
const ask = (platform: PlatformName, draft: Partial<Draft>, known: Choices | null = choices): string[] =>
  openQuestions({
    draft: { ...emptyDraft, title: 'A film', ...draft },
    channel: channelOn(platform),
    choices: known,
    captionMax: platform === 'x' ? 280 : null,
  });

describe('on TikTok', () => {
  test('nothing the audit wants asked is decided beforehand, whatever the channel’s defaults say', () => {
    expect(startOptions({ ...channelOn('tiktok'), defaults: tiktok })).toEqual({
      ...tiktok,
      privacy: null,
      allowComment: false,
      allowDuet: false,
      allowStitch: false,
      brandedContent: false,
      yourBrand: false,
    });
  });

  test('who may see it must be chosen, among what the account may choose now', () => {
    expect(ask('tiktok', {})).toEqual(['Choose who may see it on TikTok.']);
    expect(ask('tiktok', { options: { tiktok: { ...tiktok, brandedContent: false } } })).toEqual([]);
    expect(ask('tiktok', { options: { tiktok: { ...tiktok, privacy: 'FOLLOWER_OF_CREATOR' } } })).toEqual([
      'Choose who may see it on TikTok.',
    ]);
  });

  test('a promotion must say of what, and a paid one cannot be private', () => {
    const plain = { ...tiktok, brandedContent: false, yourBrand: false };
    const answers = { tiktok: { kids: false, disclosing: true } };
    expect(ask('tiktok', { options: { tiktok: plain }, answers })).toEqual(['Say what it promotes: your own brand, another one, or both.']);
    expect(ask('tiktok', { options: { tiktok: { ...plain, yourBrand: true } }, answers })).toEqual([]);
    expect(ask('tiktok', { options: { tiktok: { ...plain, brandedContent: true, privacy: 'SELF_ONLY' } }, answers })).toEqual([
      'A paid partnership cannot be visible to only you. Choose another audience.',
    ]);
  });

  test('a draft for the inbox asks nothing here', () => {
    expect(ask('tiktok', { options: { tiktok: { ...tiktok, mode: 'inbox', privacy: null } } }, null)).toEqual([]);
  });
});

test('YouTube wants a title and a word on children', () => {
  expect(ask('youtube', { title: ' ' })).toEqual(['YouTube wants a title.', 'Say whether it is made for kids.']);
  expect(ask('youtube', { answers: { youtube: { kids: true, disclosing: false } } })).toEqual([]);
});

test('a channel may say something of its own, and only that is counted', () => {
  const draft: Draft = { ...emptyDraft, caption: 'a'.repeat(300), own: { x: 'short' } };
  expect(captionOf(draft, 'x')).toBe('short');
  expect(captionOf(draft, 'instagram')).toHaveLength(300);
  expect(ask('x', draft)).toEqual([]);
  expect(ask('x', { caption: 'a'.repeat(300) })).toEqual(['The caption is 20 too long for this platform.']);
});

test('options begin as the channel has them by default', () => {
  const channel: Channel = {
    ...channelOn('x'),
    defaults: { platform: 'x', replies: 'following', madeWithAi: true, paidPartnership: false },
  };
  expect(optionsOf(emptyDraft, channel)).toEqual(channel.defaults);
});
