import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OptionsOf } from '../../../shared/publish/postOptions.ts';
import { failureOf, openTiktok, publish, type TiktokWorld } from './support/openTiktok.ts';

let world: TiktokWorld;
beforeEach(async () => {
  world = await openTiktok();
});
afterEach(async () => world[Symbol.asyncDispose]());

const told = async (options: Partial<OptionsOf<'tiktok'>>): Promise<Readonly<Record<string, unknown>> | null> => {
  await world.upload(world.post({ options }));
  return world.simulator.tasks().at(-1)?.info ?? null;
};

test('by default a post is public, and everything that must be chosen is off', async () => {
  const post = world.post({ caption: 'Hello #you' });
  await world.upload(post);
  expect(world.simulator.tasks()[0]?.info).toEqual({
    title: 'Hello #you',
    privacy_level: 'PUBLIC_TO_EVERYONE',
    disable_comment: true,
    disable_duet: true,
    disable_stitch: true,
    brand_content_toggle: false,
    brand_organic_toggle: false,
    is_aigc: false,
  });
});

test.each([
  [{ allowComment: true }, { disable_comment: false }],
  [{ allowDuet: true }, { disable_duet: false }],
  [{ allowStitch: true }, { disable_stitch: false }],
  [{ coverSeconds: 1.5 }, { video_cover_timestamp_ms: 1500 }],
  [{ coverSeconds: 900 }, { video_cover_timestamp_ms: 12_000 }],
  [{ brandedContent: true }, { brand_content_toggle: true }],
  [{ yourBrand: true }, { brand_organic_toggle: true }],
  [{ aiGenerated: true }, { is_aigc: true }],
  [{ privacy: 'SELF_ONLY' as const }, { privacy_level: 'SELF_ONLY' }],
  [{ privacy: 'MUTUAL_FOLLOW_FRIENDS' as const }, { privacy_level: 'MUTUAL_FOLLOW_FRIENDS' }],
])('%o is told to TikTok', async (options, fields) => {
  expect(await told(options)).toMatchObject(fields);
});

test('what the account has switched off stays off', async () => {
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { commentDisabled: true, duetDisabled: true, stitchDisabled: true });
  const fields = { disable_comment: true, disable_duet: true, disable_stitch: true };
  expect(await told({ allowComment: true, allowDuet: true, allowStitch: true })).toMatchObject(fields);
});

test.each([
  ['.mp4', 'video/mp4'],
  ['.mov', 'video/quicktime'],
  ['.webm', 'video/webm'],
])('a file that ends in %s is sent as %s', async (ending, type) => {
  const { renameSync } = await import('node:fs');
  const post = world.post();
  const path = post.file.path.replace('.mp4', ending);
  renameSync(post.file.path, path);
  await publish(world, { ...post, file: { ...post.file, path } });
  expect(world.simulator.tasks()[0]?.contentType).toBe(type);
});

test('a visibility that the account cannot choose is asked about before anything is begun', async () => {
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { private: true });
  const unchosen = await failureOf(world.upload(world.post()));
  expect(unchosen).toMatchObject({ kind: 'needs-you', code: 'privacy_level_option_mismatch' });
  expect(unchosen).toHaveProperty('reason', expect.stringContaining('“Followers”'));
  expect(await told({ privacy: 'FOLLOWER_OF_CREATOR' })).toMatchObject({ privacy_level: 'FOLLOWER_OF_CREATOR' });
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { private: false });
  const gone = await failureOf(world.upload(world.post({ options: { privacy: 'FOLLOWER_OF_CREATOR' } })));
  expect(gone).toMatchObject({ kind: 'needs-you', reason: expect.stringContaining('You chose “Followers”') });
  expect(world.asked('init')).toBe(1);
});

test('a film longer than the account may post is refused before anything is begun', async () => {
  Object.assign(world.simulator.accounts.get('mia') ?? {}, { maxSeconds: 180 });
  expect(await failureOf(world.upload(world.post({ seconds: 181 })))).toMatchObject({ kind: 'rejected', code: 'film_too_long' });
  await world.upload(world.post({ seconds: 180 }));
  expect(world.asked('init')).toBe(1);
});

test('a caption counts in UTF-16 units, as TikTok counts', async () => {
  await world.upload(world.post({ caption: '🎬'.repeat(1_100) }));
  const failure = await failureOf(world.upload(world.post({ caption: `${'🎬'.repeat(1_100)}!` })));
  expect(failure).toMatchObject({ kind: 'rejected', code: 'caption_too_long', reason: expect.stringContaining('2201') });
});

test.each(['accepted', 'refused'] as const)('a private paid partnership is never sent, were it %s or not', async (brandedPrivate) => {
  world.simulator.switches.brandedPrivate = brandedPrivate;
  const options = { brandedContent: true, privacy: 'SELF_ONLY' as const };
  expect(await failureOf(world.upload(world.post({ options })))).toMatchObject({ kind: 'rejected', code: 'branded_content_is_private' });
  expect(world.asked('init')).toBe(0);
});

test('a draft takes neither words nor options, and asks nothing that needs the permission to post', async () => {
  world.needs.grant = { ...world.simulator.grantFor('mia') };
  await world.upload(world.post({ bytes: 16_000_000, options: { mode: 'inbox' }, caption: 'x'.repeat(3_000) }));
  expect(world.simulator.tasks()).toMatchObject([{ mode: 'inbox', info: null, received: expect.any(Number) }]);
  expect(world.asked('creator-info')).toBe(0);
  expect(world.asked('chunk')).toBe(2);
});

test.each([1_000_000, 1_048_576] as const)('plans hold where a MB has %i bytes', async (megabyte) => {
  world.simulator.switches.megabyte = megabyte;
  for (const bytes of [5_000_000, 5_242_880, 10_485_759, 10_485_760]) await world.upload(world.post({ bytes }));
  expect(world.simulator.tasks()).toHaveLength(4);
});
