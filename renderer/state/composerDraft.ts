/*
Words: a draft is what the creator is about to post: one film, the channels it goes to, words for all of them and own words
where one differs, and each channel's options. Some things only a person may decide; while they are open, nothing is posted.
*/
import type { Channel, Choices } from '../../shared/contract/channels.ts';
import { countCaption } from '../../shared/publish/countCaption.ts';
import { defaultOptions, type PostOptions } from '../../shared/publish/postOptions.ts';

export type Film = { readonly title: string; readonly seconds: number | null } & (
  { readonly from: 'render'; readonly renderId: string; readonly projectId: string } | { readonly from: 'file'; readonly videoPath: string }
);

/** What tells one film from another. */
export const filmOf = (film: Film): string => (film.from === 'render' ? film.renderId : film.videoPath);

/** now: as soon as it is approved; slot: each channel's next free posting time; later: at the chosen time. */
export type When = 'now' | 'slot' | 'later';

/** What a person answered for one channel, beside its options. */
export type Answers = { readonly kids: boolean; readonly disclosing: boolean };

export type Draft = {
  readonly film: Film | null;
  readonly channelIds: readonly string[];
  readonly title: string;
  readonly caption: string;
  /** Captions of channels that say something of their own. */
  readonly own: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, PostOptions>>;
  readonly answers: Readonly<Record<string, Answers>>;
  readonly when: When;
  /** In the creator's zone, as the date picker has it. */
  readonly wallTime: string | null;
  readonly approved: boolean;
};

export const emptyDraft: Draft = {
  film: null,
  channelIds: [],
  title: '',
  caption: '',
  own: {},
  options: {},
  answers: {},
  when: 'now',
  wallTime: null,
  approved: false,
};

const noAnswers: Answers = { kids: false, disclosing: false };

/**
 * The options a new post begins with: the channel's defaults, except what TikTok's rules want decided for every post anew
 * (who sees it, comments, duets, stitches, promotion).
 */
export function startOptions(channel: Channel): PostOptions {
  const { defaults } = channel;
  if (defaults.platform !== channel.platform) return defaultOptions(channel.platform);
  if (defaults.platform !== 'tiktok') return defaults;
  return {
    ...defaults,
    privacy: null,
    allowComment: false,
    allowDuet: false,
    allowStitch: false,
    brandedContent: false,
    yourBrand: false,
  };
}

export const captionOf = (draft: Draft, channelId: string): string => draft.own[channelId] ?? draft.caption;
export const optionsOf = (draft: Draft, channel: Channel): PostOptions => draft.options[channel.id] ?? startOptions(channel);
export const answersOf = (draft: Draft, channelId: string): Answers => draft.answers[channelId] ?? noAnswers;

type Asked = {
  readonly draft: Draft;
  readonly channel: Channel;
  /** What the platform said this account may choose; null while that is not known. */
  readonly choices: Choices | null;
  /** Longest caption by the platform's own count; null where there is none. */
  readonly captionMax: number | null;
};

/** What still has to be decided or mended before this channel can be posted to, in the creator's words. Empty when all is said. */
export function openQuestions({ draft, channel, choices, captionMax }: Asked): string[] {
  const questions: string[] = [];
  const options = optionsOf(draft, channel);
  const used = countCaption(channel.platform, captionOf(draft, channel.id));
  if (captionMax !== null && used > captionMax) questions.push(`The caption is ${used - captionMax} too long for this platform.`);
  if (options.platform === 'tiktok') questions.push(...askTiktok(options, choices, answersOf(draft, channel.id)));
  if (options.platform === 'youtube') {
    if (draft.title.trim() === '') questions.push('YouTube wants a title.');
    if (!answersOf(draft, channel.id).kids) questions.push('Say whether it is made for kids.');
  }
  return questions;
}

function askTiktok(options: Extract<PostOptions, { platform: 'tiktok' }>, choices: Choices | null, answers: Answers): string[] {
  if (options.mode === 'inbox') return []; // the creator decides the rest in the TikTok app
  const questions: string[] = [];
  const offered = choices?.privacy.map(({ value }) => value) ?? [];
  if (options.privacy === null || (choices !== null && !offered.includes(options.privacy)))
    questions.push('Choose who may see it on TikTok.');
  if (answers.disclosing && !options.yourBrand && !options.brandedContent)
    questions.push('Say what it promotes: your own brand, another one, or both.');
  if (options.brandedContent && options.privacy === 'SELF_ONLY')
    questions.push('A paid partnership cannot be visible to only you. Choose another audience.');
  return questions;
}
