import { expect, test } from 'vitest';
import { accountUsage, appUsage } from '../../../electron/publish/instagram/limits.ts';
import { failureOf, openInstagram, type Opened } from './openInstagram.ts';

const { signal } = new AbortController();

async function publish(open: Opened): Promise<string> {
  const post = open.post();
  await open.release(post, await open.instagram.upload(post, null, open.tools));
  return open.simulator.published().at(-1)?.id ?? '';
}
const session = { channelId: 'instagram-channel', remoteAccount: 'account', secretRef: null };

test('the numbers of a reel are read', async () => {
  await using open = await openInstagram();
  const id = await publish(open);
  const [reel] = open.simulator.reels();
  if (reel !== undefined) reel.numbers = { views: 1_200, likes: 34, comments: 5, shares: 6 };
  expect(await open.instagram.readMetrics?.(id, session, signal)).toEqual({ views: 1_200, likes: 34, comments: 5, shares: 6 });
});

test.each([
  [['likes'], { views: 9, likes: 41, comments: 42, shares: 8 }],
  [['shares'], { views: 9, likes: 7, comments: 6, shares: 0 }],
])('metrics %o that Instagram refuses do not lose the others', async (refusedMetrics, expected) => {
  await using open = await openInstagram({ refusedMetrics });
  const id = await publish(open);
  const [reel] = open.simulator.reels();
  if (reel !== undefined)
    Object.assign(reel, { numbers: { views: 9, likes: 7, comments: 6, shares: 8 }, likeCount: 41, commentsCount: 42 });
  expect(await open.instagram.readMetrics?.(id, session, signal)).toEqual(expected);
});

test('no data yet is not zero views: it is asked again later, and not for ever', async () => {
  await using open = await openInstagram({ insightsAfterMs: 100 * 86_400_000 });
  const id = await publish(open);
  const read = (): Promise<unknown> => Promise.resolve(open.instagram.readMetrics?.(id, session, signal));
  expect(await failureOf(read())).toMatchObject({ kind: 'wait', code: 'NO_INSIGHTS_YET' });
  open.clock.ms += 49 * 3_600_000;
  expect(await failureOf(read())).toMatchObject({ kind: 'rejected', code: 'NO_INSIGHTS' });
});

test('a sign-in without the right to insights keeps the channel going', async () => {
  await using open = await openInstagram();
  const id = await publish(open);
  open.clock.ms += 49 * 3_600_000;
  const body = { error: { message: '(#10) no permission', code: 10 } };
  open.simulator.faults.order('insights', { kind: 'answer', reply: { status: 403, body } });
  expect(await failureOf(Promise.resolve(open.instagram.readMetrics?.(id, session, signal)))).toMatchObject({ kind: 'rejected' });
});

test('a reel that was deleted ends the readings', async () => {
  await using open = await openInstagram();
  expect(await failureOf(Promise.resolve(open.instagram.readMetrics?.('17920999999999999', session, signal)))).toMatchObject({
    kind: 'rejected',
    code: 'NO_REEL',
  });
});

test('metrics that are gone since 2025 are refused by the simulator as by Instagram', async () => {
  await using open = await openInstagram();
  const id = await publish(open);
  for (const [metric, status] of [
    ['plays', 400],
    ['views,impressions', 400],
    ['views', 200],
  ] as const) {
    const headers = { authorization: `Bearer ${open.needs.grant?.accessToken ?? ''}` };
    const answer = await fetch(`${open.simulator.endpoints['graph']}/v25.0/${id}/insights?metric=${metric}`, { headers });
    expect(answer.status).toBe(status);
    await answer.arrayBuffer();
  }
});

test('choices name the account and what the quota leaves', async () => {
  await using open = await openInstagram({ quotaTotal: 50 });
  await publish(open);
  const choices = await open.instagram.readChoices?.(session, signal);
  expect(choices).toMatchObject({ account: '@mia', postsLeft: 49, maxSeconds: null, privacy: [] });
  expect(choices?.notes.join(' ')).toContain('development mode');
});

test('choices of Instagram Login say what it cannot do', async () => {
  await using open = await openInstagram({ login: 'instagram' });
  const choices = await open.instagram.readChoices?.(session, signal);
  expect(choices?.account).toBe('@mia');
  expect(choices?.disabled.map(({ option }) => option)).toEqual(['locationId', 'paidPartnership']);
  expect(choices?.notes.join(' ')).toMatch(/public https address.*creator account/);
});

test('usage headers fill the counters', async () => {
  await using open = await openInstagram({ usage: { app: 40, account: 60, regainMinutes: 0 } });
  await publish(open);
  expect(open.needs.limits.left({ rule: appUsage, scope: 'app' })).toBe(60);
  expect(open.needs.limits.left({ rule: accountUsage, scope: { channelId: session.channelId } })).toBe(40);
});

test('without usage headers nothing is counted', async () => {
  await using open = await openInstagram({ usage: { app: null, account: null, regainMinutes: 0 } });
  await publish(open);
  expect(open.needs.limits.left({ rule: appUsage, scope: 'app' })).toBe(100);
});

test('reading numbers stops before posts do', async () => {
  await using open = await openInstagram({ usage: { app: 5, account: 85, regainMinutes: 0 } });
  const id = await publish(open);
  expect(await failureOf(Promise.resolve(open.instagram.readMetrics?.(id, session, signal)))).toMatchObject({ kind: 'wait' });
  await publish(open);
  expect(open.simulator.published()).toHaveLength(2);
});

test('at 95 percent nothing is asked until the time that Meta names', async () => {
  await using open = await openInstagram({ usage: { app: 5, account: 96, regainMinutes: 25 } });
  const post = open.post();
  const failure = await failureOf(
    open.instagram
      .upload(post, null, open.tools)
      .then((ref) => open.look(post, ref))
      .then(() => publish(open)),
  );
  expect(failure).toMatchObject({ kind: 'wait', until: new Date(open.clock.ms + 25 * 60_000) });
  const before = open.simulator.questions.length;
  await failureOf(open.instagram.upload(post, null, open.tools));
  expect(open.simulator.questions).toHaveLength(before);
  open.simulator.switches.usage = { app: 5, account: 5, regainMinutes: 0 };
  open.clock.ms += 25 * 60_000;
  await publish(open);
  expect(open.simulator.published()).toHaveLength(1);
});

test.each([
  [429, 4, 'app'],
  [400, 17, 'account'],
  [400, 32, 'account'],
  [400, 613, 'account'],
  [400, 80_002, 'account'],
] as const)('a refusal by limit (%i, code %i) closes the counter of the %s', async (status, code, of) => {
  await using open = await openInstagram();
  const body = { error: { message: 'Request limit reached', code } };
  const business = { '178414': [{ call_count: 100, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 7 }] };
  const headers: Record<string, string> =
    of === 'account' ? { 'x-business-use-case-usage': JSON.stringify(business) } : { 'retry-after': '420' };
  open.simulator.faults.order('container', { kind: 'answer', reply: { status, body, headers } });
  const failure = await failureOf(open.instagram.upload(open.post(), null, open.tools));
  expect(failure).toMatchObject({ kind: 'wait', until: new Date(open.clock.ms + 7 * 60_000) });
  const use = of === 'app' ? { rule: appUsage, scope: 'app' as const } : { rule: accountUsage, scope: { channelId: session.channelId } };
  expect(open.needs.limits.left(use)).toBe(0);
});

test('a refusal by limit without any header waits a quarter of an hour', async () => {
  await using open = await openInstagram();
  open.simulator.faults.order('container', { kind: 'answer', reply: { status: 429, body: 'slow down' } });
  const failure = await failureOf(open.instagram.upload(open.post(), null, open.tools));
  expect(failure).toMatchObject({ kind: 'wait', until: new Date(open.clock.ms + 15 * 60_000) });
});
