import { expect, test } from 'vitest';
import { createX } from '../../../electron/publish/x/createX.ts';
import { failureOf, openX, prices } from './openX.ts';

async function published(options: Parameters<typeof openX>[0] = {}) {
  const x = await openX(options);
  const post = x.post();
  const ref = await x.release(post, await x.upload(post));
  return { x, post, id: String(ref['postId']) };
}

test.each(['old', 'new'] as const)('numbers are read under the %s names', async (names) => {
  const { x, post, id } = await published({ switches: { names } });
  await using _ = x;
  const numbers = await x.x.readMetrics(id, post.session, x.signal);
  x.simulator.switches.names = names === 'old' ? 'new' : 'old';
  expect(await x.x.readMetrics(id, post.session, x.signal)).toEqual(numbers);
  expect(numbers.shares).toBeGreaterThan(0);
  expect(numbers.likes).toBeGreaterThan(0);
});

test('views are those of the film, and impressions where X does not tell them', async () => {
  const { x, post, id } = await published();
  await using _ = x;
  const film = await x.x.readMetrics(id, post.session, x.signal);
  x.simulator.switches.filmViews = false;
  const shown = await x.x.readMetrics(id, post.session, x.signal);
  expect(shown.views).toBeGreaterThanOrEqual(1_000);
  expect(shown.views).not.toBe(film.views);
});

test('a post that is gone has no numbers, and one that X is silent about has none yet', async () => {
  const { x, post, id } = await published();
  await using _ = x;
  const silent = { status: 200, body: { data: [{ id, text: '' }], meta: { result_count: 1 } } };
  x.simulator.faults.order('timeline', { kind: 'answer', reply: silent });
  expect(await failureOf(x.x.readMetrics(id, post.session, x.signal))).toMatchObject({ kind: 'wait' });
  x.simulator.switches.showsAfterMs = Number.POSITIVE_INFINITY;
  expect(await failureOf(x.x.readMetrics(id, post.session, x.signal))).toMatchObject({ kind: 'rejected', code: 'not-found' });
});

test.each(['given', 'absent', 'refused'] as const)('a normal account may post 140 seconds (subscription %s)', async (subscriptionField) => {
  await using x = await openX({ switches: { subscriptionField } });
  const choices = await x.x.readChoices(x.post().session, x.signal);
  expect(choices).toMatchObject({ account: '@mia', maxSeconds: 140, privacy: [], notes: [] });
});

test.each([
  ['given', null],
  ['absent', 140],
] as const)('a subscription counts where X tells it (%s)', async (subscriptionField, maxSeconds) => {
  await using x = await openX({ account: 'studio', switches: { subscriptionField } });
  expect(await x.x.readChoices(x.post().session, x.signal)).toMatchObject({ account: '@studio', maxSeconds });
});

test('a protected account is told that only its followers see its posts', async () => {
  await using x = await openX();
  const [mia] = x.simulator.accounts;
  if (mia !== undefined) mia.isProtected = true;
  expect(await x.x.readChoices(x.post().session, x.signal)).toMatchObject({ notes: [expect.stringContaining('followers')] });
});

test('an account is asked for once a day, since X charges for it; the sign-in is looked at every time', async () => {
  await using x = await openX();
  const { session } = x.post();
  for (let hours = 0; hours < 24; hours += 1) {
    await x.x.readChoices(session, x.signal);
    x.clock.ms += 3_600_000;
  }
  expect(x.asked('me')).toBe(1);
  await x.x.readChoices(session, x.signal);
  expect(x.needs.spent.filter(({ item }) => item === 'Account read')).toHaveLength(2);
  x.needs.grant = null;
  await expect(x.x.readChoices(session, x.signal)).rejects.toMatchObject({ failure: { kind: 'sign-in-again' } });
});

test('reading waits for posts: it leaves a fifth of every limit alone', async () => {
  await using x = await openX();
  const { session } = x.post();
  let read = 0;
  let failure: unknown = null;
  while (failure === null && read < 100) {
    failure = await createX({ ...x.needs, prices })
      .readChoices(session, x.signal)
      .then(
        () => null,
        (error: unknown) => error,
      );
    read += 1;
  }
  expect(read).toBeLessThan(75);
  expect(read).toBeGreaterThan(40);
});
