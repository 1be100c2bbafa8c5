import { afterEach, expect, test } from 'vitest';
import type { Outgoing, UploadRef } from '../../../electron/publish/adapter.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Fault } from '../../platforms/kit/faults.ts';
import { openYoutube, type OpenYoutube } from './openYoutube.ts';

let youtube: OpenYoutube;
afterEach(() => youtube.close());

/** Numbers that look like chance and are the same every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

type End = 'live' | 'refused' | 'asked' | 'unclear' | 'failed';

/** One post through the moves of the queue, which forgets everything but what was saved at random moments. */
async function sendThrough(post: Outgoing, random: () => number): Promise<End> {
  let known: UploadRef | null = null;
  let askedAt: Date | null = null;
  const tools = { ...youtube.tools, save: (ref: UploadRef) => void (known = ref) };
  for (let move = 0; move < 500; move += 1) {
    youtube.clock.ms += 1_000;
    try {
      if (askedAt === null) {
        const ref = await youtube.adapter.upload(post, known, tools);
        if (random() < 0.1) continue; // the process died before this was stored
        known = ref;
      }
      const seen = await youtube.look(post, known ?? {}, askedAt);
      switch (seen.seen) {
        case 'public':
          return 'live';
        case 'refused':
          return 'refused';
        case 'unclear':
          return 'unclear';
        case 'processing':
          youtube.clock.ms = Math.max(youtube.clock.ms, seen.askAt.getTime());
          continue;
        case 'nothing':
          [known, askedAt] = [null, null];
          continue;
        case 'ready':
          break;
      }
      if (askedAt !== null && youtube.clock.ms < askedAt.getTime() + youtube.adapter.releaseWithinMs * 2) continue;
      askedAt = new Date(youtube.clock.ms);
      known = await youtube.release(post, known ?? {});
    } catch (error) {
      if (!(error instanceof PublishFailed)) throw error;
      const { failure } = error;
      if (failure.kind === 'wait') {
        youtube.clock.ms = Math.max(youtube.clock.ms, failure.until.getTime());
        continue;
      }
      if (failure.kind === 'outcome-unknown') {
        youtube.clock.ms = Math.max(youtube.clock.ms, failure.askAt.getTime());
        continue;
      }
      return failure.kind === 'rejected' ? 'failed' : 'asked';
    }
  }
  throw new Error('it came to no end');
}

test.each([1, 2])('through trouble at every third question each post is public exactly once (chance %i)', async (seed) => {
  youtube = await openYoutube({ processingMs: 90_000, rejectsDuplicates: true });
  const random = chance(seed);
  const troubles: Fault[] = [
    { kind: 'reset-before' },
    { kind: 'reset-during', afterBytes: 20_000 },
    { kind: 'lost-answer' },
    { kind: 'malformed' },
    { kind: 'answer', reply: { status: 503 } },
    { kind: 'answer', reply: { status: 502, body: '<html>Bad gateway</html>' } },
    { kind: 'answer', reply: { status: 429 } },
  ];
  const { faults, switches } = youtube.simulator;
  faults.chance = () => {
    switches.keepsBytes = random() < 0.2 ? 60_000 : null;
    if (random() < 0.02) youtube.simulator.killTokens('mia');
    if (random() > 0.33) return null;
    return troubles[Math.floor(random() * troubles.length)] ?? null;
  };
  const posts = Array.from({ length: 12 }, () => youtube.post({ bytes: 150_000 }));
  for (const post of posts) expect(await sendThrough(post, random)).toBe('live');
  const seen = youtube.simulator.published();
  expect(seen.map(({ filmHash }) => filmHash)).toEqual(posts.map(({ file }) => file.hash));
  expect(seen.every(({ visibility }) => visibility === 'public')).toBe(true);
});

test('a call that breaks off in the middle of the film resumes on the border that YouTube kept', async () => {
  youtube = await openYoutube();
  const post = youtube.post({ bytes: 12_000_000 });
  const stop = new AbortController();
  const tools = {
    ...youtube.tools,
    signal: stop.signal,
    progress: (share: number) => {
      if (share > 0.5) stop.abort();
    },
  };
  await expect(youtube.adapter.upload(post, null, tools)).rejects.toThrow();
  await expect.poll(() => youtube.simulator.questions.at(-1)?.status).toBe(308); // it noticed
  await youtube.upload(post, youtube.saved.at(-1) ?? null);
  const [first, second] = youtube.simulator.pieces;
  expect(first?.from).toBe(0);
  expect(second?.from).toBeGreaterThan(0);
  expect((second?.from ?? 1) % 262_144).toBe(0);
  expect(youtube.simulator.videos().map(({ filmHash }) => filmHash)).toEqual([post.file.hash]);
});
