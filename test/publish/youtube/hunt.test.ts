import { afterEach, beforeEach, expect, test } from 'vitest';
import { openYoutube, type OpenYoutube } from './openYoutube.ts';

let youtube: OpenYoutube;
beforeEach(async () => {
  youtube = await openYoutube();
});
afterEach(async () => youtube.close());

test('a private video that was deleted at YouTube is uploaded again with the new words, instead of being looked for for ever', async () => {
  const post = youtube.post();
  const ref = await youtube.upload(post);
  youtube.clock.ms += 3_600_000;
  youtube.simulator.deleteVideo(String(ref['videoId']));
  const changed = { ...post, words: { ...post.words, caption: 'Other words' } };
  const again = await youtube.upload(changed, ref);
  expect(again['videoId']).not.toBe(ref['videoId']);
  expect(await youtube.look(changed, again)).toMatchObject({ seen: expect.stringMatching(/^(?:processing|ready)$/) });
});

test('a video that YouTube does not list yet is waited for, not uploaded twice', async () => {
  const post = youtube.post();
  const ref = await youtube.upload(post);
  youtube.simulator.deleteVideo(String(ref['videoId']));
  const changed = { ...post, words: { ...post.words, caption: 'Other words' } };
  await expect(youtube.upload(changed, ref)).rejects.toMatchObject({ failure: { kind: 'wait' } });
});
