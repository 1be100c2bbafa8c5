import { describe, expect, test } from 'vitest';
import { WrongUsage } from '../../electron/cli/command.ts';
import { optionsFor, readWishes, refuseUnused } from '../../electron/cli/readPostOptions.ts';
import { defaultOptions } from '../../shared/publish/postOptions.ts';

const channel = (platform: string) => ({ platform, defaults: defaultOptions(platform) });
const choose = (platform: string, ...texts: string[]) => optionsFor(channel(platform), readWishes(texts));

test.each([
  ['tiktok', 'privacy=SELF_ONLY', { privacy: 'SELF_ONLY' }],
  ['tiktok', 'privacy=', { privacy: null }],
  ['tiktok', 'coverSeconds=1.5', { coverSeconds: 1.5 }],
  ['tiktok', 'aiGenerated=yes', { aiGenerated: true }],
  ['youtube', 'youtube.privacy=unlisted', { privacy: 'unlisted' }],
  ['youtube', 'tags=sea, long walks,Mér', { tags: ['sea', 'long walks', 'Mér'] }],
  ['youtube', 'tags=', { tags: [] }],
  ['youtube', 'notifySubscribers=false', { notifySubscribers: false }],
  ['youtube', 'thumbnailPath=/films/a=b.png', { thumbnailPath: '/films/a=b.png' }],
  ['youtube', 'categoryId=10', { categoryId: '10' }],
  ['instagram', 'collaborators=ann,bob', { collaborators: ['ann', 'bob'] }],
  ['instagram', 'audioName=no', { audioName: 'no' }],
  ['x', 'replies=following', { replies: 'following' }],
])('on %s, %s is taken over the channel’s defaults', (platform, text, change) => {
  expect(choose(platform, text)).toEqual({ ...defaultOptions(platform), ...change });
});

test('a picture named by a relative path is found from wherever the studio runs', () => {
  expect(choose('youtube', 'thumbnailPath=cover.png')).toMatchObject({ thumbnailPath: `${process.cwd()}/cover.png` });
});

test('what is wished for one platform says nothing about another', () => {
  expect(choose('x', 'youtube.privacy=unlisted')).toBeUndefined();
  expect(choose('x', 'coverSeconds=2')).toBeUndefined();
  expect(choose('practice')).toBeUndefined();
});

describe('wrong usage says what there is', () => {
  test.each([
    ['x', 'replies', /NAME=VALUE/],
    ['x', '=yes', /NAME=VALUE/],
    ['x', 'nope=1', /No platform has an option “nope”.*madeForKids/],
    ['x', 'tiktok.tags=a', /tiktok has no option “tags”/],
    ['x', 'myspace.privacy=a', /myspace has no option “privacy”/],
    ['x', 'platform=tiktok', /No platform has an option “platform”/],
    ['x', 'replies=nobody', /everyone or following or mentionedUsers/],
    ['youtube', 'madeForKids=maybe', /youtube.madeForKids takes yes or no/],
    ['tiktok', 'coverSeconds=soon', /a number from 0 to 7200/],
    ['tiktok', 'coverSeconds=-1', /a number from 0 to 7200/],
    ['instagram', 'collaborators=a,b,c,d', /a list/],
    ['instagram', 'publicVideoUrl=http://example.com/a.mp4', /takes/],
  ])('on %s, %s', (platform, text, words) => {
    expect(() => choose(platform, text)).toThrow(WrongUsage);
    expect(() => choose(platform, text)).toThrow(words);
  });

  test('a wish that none of the channels can fulfil is refused', () => {
    expect(() => refuseUnused([channel('x')], readWishes(['madeForKids=yes']))).toThrow(/None of these channels/);
    expect(() => refuseUnused([channel('x'), channel('youtube')], readWishes(['madeForKids=yes']))).not.toThrow();
  });
});
