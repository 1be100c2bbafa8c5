import { expect, test } from 'vitest';
import { failureOf, openInstagram, type Opened } from './openInstagram.ts';
import type { OptionsOf } from '../../../shared/publish/postOptions.ts';

type Wishes = Partial<OptionsOf<'instagram'>>;

async function fieldsOf(open: Opened, options: Wishes = {}): Promise<Readonly<Record<string, string>>> {
  await open.instagram.upload(open.post({ options, caption: 'Words' }), null, open.tools);
  return open.simulator.containers().at(-1)?.fields ?? {};
}

test('a post without choices says only what it must', async () => {
  await using open = await openInstagram();
  expect(await fieldsOf(open)).toEqual({ media_type: 'REELS', upload_type: 'resumable', caption: 'Words', share_to_feed: 'true' });
});

test.each<[string, Wishes, Record<string, string>]>([
  ['share to feed', { shareToFeed: false }, { share_to_feed: 'false' }],
  ['cover', { coverSeconds: 1.5 }, { thumb_offset: '1500' }],
  ['trial by hand', { trial: 'MANUAL' }, { trial_params: '{"graduation_strategy":"MANUAL"}' }],
  ['trial by Instagram', { trial: 'SS_PERFORMANCE' }, { trial_params: '{"graduation_strategy":"SS_PERFORMANCE"}' }],
  ['made with AI', { aiGenerated: true }, { is_ai_generated: 'true' }],
  ['paid partnership', { paidPartnership: true }, { is_paid_partnership: 'true' }],
  ['collaborators', { collaborators: ['one', 'two.b'] }, { collaborators: '["one","two.b"]' }],
  ['name of the sound', { audioName: 'My song' }, { audio_name: 'My song' }],
  ['location', { locationId: '7640348500' }, { location_id: '7640348500' }],
])('%s is on the wire', async (_name, options, fields) => {
  await using open = await openInstagram();
  expect(await fieldsOf(open, options)).toMatchObject(fields);
});

test('a cover behind the end of the film is refused before anything is sent', async () => {
  await using open = await openInstagram();
  const post = open.post({ seconds: 12, options: { coverSeconds: 12 } });
  expect(await failureOf(open.instagram.upload(post, null, open.tools))).toMatchObject({ kind: 'rejected', code: 'COVER_OUTSIDE' });
  expect(open.asked('container')).toBe(0);
});

test('a cover that Instagram finds outside the film is told as that', async () => {
  await using open = await openInstagram({ filmSeconds: 5 });
  const failure = await failureOf(open.instagram.upload(open.post({ options: { coverSeconds: 8 } }), null, open.tools));
  expect(failure).toMatchObject({ kind: 'rejected', code: '1/2207057' });
});

test('an account that may not make trial reels is told to turn them off', async () => {
  await using open = await openInstagram({ mayMakeTrials: false });
  const failure = await failureOf(open.instagram.upload(open.post({ options: { trial: 'MANUAL' } }), null, open.tools));
  expect(failure).toMatchObject({ kind: 'rejected', code: '100/2207081' });
  expect('reason' in failure && failure.reason).toContain('Turn “Trial reel” off');
});

test('a paid-partnership field that Meta does not know is explained, not dropped', async () => {
  await using open = await openInstagram({ paidPartnershipField: null });
  const failure = await failureOf(open.instagram.upload(open.post({ options: { paidPartnership: true } }), null, open.tools));
  expect(failure).toMatchObject({ kind: 'rejected' });
  expect('reason' in failure && failure.reason).toContain('paid-partnership');
});

test.each([3, 5])('three collaborators are taken where %i are allowed', async (mostCollaborators) => {
  await using open = await openInstagram({ mostCollaborators });
  expect(await fieldsOf(open, { collaborators: ['a', 'b', 'c'] })).toMatchObject({ collaborators: '["a","b","c"]' });
});

test.each([
  ['x'.repeat(2_201), '36004/2207010'],
  ['#tag '.repeat(31), '100/2207040'],
])('a caption that Instagram refuses is told as that', async (caption, code) => {
  await using open = await openInstagram();
  expect(await failureOf(open.instagram.upload(open.post({ caption }), null, open.tools))).toMatchObject({ kind: 'rejected', code });
});

test.each([true, false])('Instagram Login without a public address asks, whatever Meta would take (%s)', async (resumableOnInstagram) => {
  await using open = await openInstagram({ login: 'instagram', resumableOnInstagram });
  const failure = await failureOf(open.instagram.upload(open.post(), null, open.tools));
  expect(failure).toMatchObject({ kind: 'needs-you', code: 'NEEDS_PUBLIC_ADDRESS' });
  expect('reason' in failure && failure.reason).toMatch(/Facebook Login.*public https address/);
  expect(open.asked('container')).toBe(0);
});

test('the simulator refuses local bytes on the host of Instagram Login as Meta does', async () => {
  for (const resumableOnInstagram of [true, false]) {
    await using open = await openInstagram({ login: 'instagram', resumableOnInstagram });
    const { accessToken = '', extra = {} } = open.needs.grant ?? {};
    const answer = await fetch(`${open.simulator.endpoints['instagramGraph']}/v25.0/${extra['userId']}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
      body: new URLSearchParams({ media_type: 'REELS', upload_type: 'resumable' }),
    });
    const text = await answer.text();
    expect(answer.status).toBe(resumableOnInstagram ? 200 : 400);
    if (!resumableOnInstagram) expect(text).toContain('The parameter video_url is required');
  }
});

test('Instagram Login publishes a film from a public address', async () => {
  await using open = await openInstagram({ login: 'instagram' });
  const publicVideoUrl = 'https://films.example/one.mp4';
  const post = open.post({ options: { publicVideoUrl } });
  open.simulator.offerFilm(publicVideoUrl, post.file.hash);
  const askedAt = open.needs.now();
  const ref = await open.instagram.upload(post, null, open.tools);
  expect(open.simulator.containers()[0]?.fields).toMatchObject({ video_url: publicVideoUrl });
  expect(await open.look(post, ref)).toEqual({ seen: 'ready' });
  const seen = await open.look(post, await open.release(post, ref), askedAt);
  expect(seen).toMatchObject({ seen: 'public' });
  expect(open.simulator.published()[0]?.filmHash).toBe(post.file.hash);
  expect(open.simulator.questions.every(({ path }) => path.startsWith('/graph.instagram.com/'))).toBe(true);
});

test('an address that Instagram cannot fetch is told as that', async () => {
  await using open = await openInstagram({ login: 'instagram' });
  const post = open.post({ options: { publicVideoUrl: 'https://films.example/gone.mp4' } });
  const failure = await failureOf(open.instagram.upload(post, null, open.tools));
  expect(failure).toMatchObject({ kind: 'rejected', code: '9004/2207052' });
});

test.each<Wishes>([{ paidPartnership: true }, { locationId: '1' }])('Instagram Login does not drop %o in silence', async (options) => {
  await using open = await openInstagram({ login: 'instagram' });
  const post = open.post({ options: { ...options, publicVideoUrl: 'https://films.example/one.mp4' } });
  expect(await failureOf(open.instagram.upload(post, null, open.tools))).toMatchObject({
    kind: 'needs-you',
    code: 'NEEDS_FACEBOOK_LOGIN',
  });
});
