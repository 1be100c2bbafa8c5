import { afterEach, expect, test } from 'vitest';
import type { Outgoing, UploadRef } from '../../../electron/publish/adapter.ts';
import { heldBytes } from '../../../electron/publish/youtube/uploadSession.ts';
import type { YoutubeSwitches } from '../../platforms/youtube/switches.ts';
import { failureOf, openYoutube, type OpenYoutube } from './openYoutube.ts';

let youtube: OpenYoutube;
afterEach(() => youtube.close());
const open = async (switches: Partial<YoutubeSwitches> = {}): Promise<OpenYoutube> => (youtube = await openYoutube(switches));

const MIB = 1_048_576;
const bytesAsked = (): number => youtube.simulator.questions.filter(({ name, method }) => name === 'bytes' && method === 'PUT').length;
const starts = (): number => youtube.simulator.questions.filter(({ name }) => name === 'start').length;
/** One upload that breaks off, and what was known of it then. */
const breakOff = async (post: Outgoing, known: UploadRef | null = null): Promise<UploadRef> => {
  expect(await failureOf(youtube.upload(post, known))).toMatchObject({ kind: 'wait' });
  youtube.clock.ms += 60_000;
  return youtube.saved.at(-1) ?? {};
};

test('a film goes up as a private video, and nothing is public', async () => {
  await open();
  const post = youtube.post({ bytes: 3 * MIB });
  const ref = await youtube.upload(post);
  const [video] = youtube.simulator.videos();
  expect(video).toMatchObject({ filmHash: post.file.hash, status: { privacyStatus: 'private' } });
  expect(ref).toMatchObject({ videoId: video?.id, sessionUrl: null });
  expect(youtube.simulator.published()).toEqual([]);
  expect(youtube.simulator.warnings).toEqual([]);
  expect(youtube.shares.at(-1)).toBe(1);
});

test('every option of the creator is on the wire', async () => {
  await open();
  const options = {
    platform: 'youtube' as const,
    madeForKids: true,
    syntheticMedia: true,
    paidPlacement: true,
    tags: ['one', 'two words'],
    categoryId: '28',
    language: 'de',
    notifySubscribers: false,
    embeddable: false,
    license: 'creativeCommon' as const,
    publicStats: false,
  };
  const post = youtube.post({ title: 'Gänse', caption: 'Viele #Gänse 🦢', options });
  const ref = await youtube.sendAll(post);
  const status = {
    selfDeclaredMadeForKids: true,
    containsSyntheticMedia: true,
    embeddable: false,
    license: 'creativeCommon',
    publicStatsViewable: false,
  };
  expect(youtube.simulator.videos()[0]).toMatchObject({
    snippet: { title: 'Gänse', description: 'Viele #Gänse 🦢', tags: ['one', 'two words'], categoryId: '28', defaultLanguage: 'de' },
    status: { ...status, privacyStatus: 'public' },
    notifySubscribers: false,
    paidPlacement: true,
  });
  expect(ref).toMatchObject({ answeredPrivacy: 'public' });
});

test('options at their defaults say so explicitly', async () => {
  await open();
  await youtube.upload(youtube.post());
  const video = youtube.simulator.videos()[0];
  expect(video).toMatchObject({
    notifySubscribers: true,
    paidPlacement: false,
    status: { selfDeclaredMadeForKids: false, embeddable: true },
  });
  expect(video?.snippet.defaultLanguage).toBeUndefined();
  expect(youtube.simulator.questions.find(({ name }) => name === 'start')?.path).toContain('notifySubscribers=true');
});

test('the address of the session is saved before the first byte', async () => {
  await open();
  youtube.simulator.faults.order('bytes', { kind: 'reset-before' }, { times: 2 });
  const known = await breakOff(youtube.post());
  expect(known).toMatchObject({ sessionUrl: expect.stringContaining('upload_id='), videoId: null });
});

test.each(['reset-before', 'reset-during', 'lost-answer'] as const)(
  'bytes met by %s are asked about and go on in the same session',
  async (kind) => {
    await open();
    youtube.simulator.faults.order('bytes', { kind, ...(kind === 'reset-during' ? { afterBytes: MIB } : {}) });
    const post = youtube.post({ bytes: 4 * MIB });
    const known = await youtube.upload(post).catch(() => null);
    if (known === null) {
      youtube.clock.ms += 60_000;
      await youtube.upload(post, youtube.saved.at(-1));
    }
    expect(starts()).toBe(1);
    expect(youtube.simulator.videos().map(({ filmHash }) => filmHash)).toEqual([post.file.hash]);
  },
);

test('only what is missing is sent again after half arrived', async () => {
  await open({ keepsBytes: MIB });
  youtube.simulator.faults.order('bytes', { kind: 'lost-answer' });
  const post = youtube.post({ bytes: 3 * MIB });
  await youtube.upload(post);
  expect(youtube.simulator.pieces.map(({ from }) => from)).toEqual([0, MIB, 2 * MIB]);
  expect(youtube.simulator.videos()[0]?.filmHash).toBe(post.file.hash);
});

test('a 308 that holds fewer bytes than were sent is honoured, also in the middle of a chunk', async () => {
  await open({ keepsBytes: 700_001 });
  const post = youtube.post({ bytes: 2_000_000 });
  await youtube.upload(post);
  expect(youtube.simulator.pieces.map(({ from }) => from)).toEqual([0, 700_001, 1_400_002]);
  expect(youtube.simulator.videos()[0]?.filmHash).toBe(post.file.hash);
});

test('a session that takes nothing is waited for, not hammered', async () => {
  await open({ keepsBytes: 0 });
  expect(await failureOf(youtube.upload(youtube.post()))).toMatchObject({ kind: 'wait' });
  expect(bytesAsked()).toBeLessThanOrEqual(2);
});

test('a crash after the last byte finds the finished video by asking the session again', async () => {
  await open();
  const post = youtube.post();
  await youtube.upload(post);
  const beforeTheEnd = youtube.saved.find(({ videoId }) => videoId === null) ?? {};
  const ref = await youtube.upload(post, beforeTheEnd);
  expect(ref['videoId']).toBe(youtube.simulator.videos()[0]?.id);
  expect(youtube.simulator.videos()).toHaveLength(1);
  expect(youtube.simulator.pieces).toHaveLength(1);
});

test('a lost answer to the start leaves no video behind, and it starts again', async () => {
  await open();
  youtube.simulator.faults.order('start', { kind: 'lost-answer' });
  const post = youtube.post();
  expect(await failureOf(youtube.upload(post))).toMatchObject({ kind: 'wait' });
  expect(youtube.saved).toEqual([]);
  youtube.clock.ms += 60_000;
  await youtube.upload(post);
  expect(youtube.simulator.videos()).toHaveLength(1);
});

test.each([404, 410] as const)('a session that ended with %s before the film was whole is opened anew', async (goneStatus) => {
  await open({ goneStatus });
  youtube.simulator.faults.order('bytes', { kind: 'reset-before' }, { times: 2 });
  const post = youtube.post();
  const known = await breakOff(post);
  youtube.clock.ms += youtube.simulator.switches.sessionLifeMs;
  await youtube.upload(post, known);
  expect(starts()).toBe(2);
  expect(youtube.simulator.videos()).toHaveLength(1);
});

test.each([true, false])('a session that ended after the film was whole is found among the uploads (size told: %s)', async (tellsSize) => {
  await open({ tellsSize });
  const other = youtube.post({ title: 'Another' });
  await youtube.upload(other);
  youtube.simulator.faults.order('bytes', { kind: 'lost-answer' }, { times: 2 });
  const post = youtube.post({ title: 'This one' });
  const known = await breakOff(post);
  expect(youtube.simulator.videos()).toHaveLength(2);
  youtube.clock.ms += youtube.simulator.switches.sessionLifeMs + 1;
  const ref = await youtube.upload(post, known);
  expect(ref['videoId']).toBe(youtube.simulator.videos()[1]?.id);
  expect(youtube.simulator.videos()).toHaveLength(2);
});

test('several videos that could be the lost upload are a question for the creator', async () => {
  await open({ tellsSize: false });
  youtube.simulator.faults.order('bytes', { kind: 'lost-answer' }, { times: 2 });
  const post = youtube.post({ title: 'Twice' });
  const known = await breakOff(post);
  await youtube.upload(youtube.post({ title: 'Twice' }));
  youtube.clock.ms += youtube.simulator.switches.sessionLifeMs + 1;
  expect(await failureOf(youtube.upload(post, known))).toMatchObject({ kind: 'needs-you', code: 'several-uploads' });
});

test('a look-alike from long before is not taken for the lost upload', async () => {
  await open({ tellsSize: false });
  await youtube.upload(youtube.post({ title: 'Same words' }));
  youtube.clock.ms += 3_600_000;
  youtube.simulator.faults.order('bytes', { kind: 'reset-before' }, { times: 2 });
  const post = youtube.post({ title: 'Same words' });
  const known = await breakOff(post);
  youtube.clock.ms += youtube.simulator.switches.sessionLifeMs + 1;
  await youtube.upload(post, known);
  expect(youtube.simulator.videos().map(({ filmHash }) => filmHash)).toContain(post.file.hash);
});

test('words that changed while the film was on its way open a new session', async () => {
  await open();
  youtube.simulator.faults.order('bytes', { kind: 'reset-before' }, { times: 2 });
  const post = youtube.post({ title: 'Old' });
  const known = await breakOff(post);
  await youtube.upload({ ...post, words: { ...post.words, title: 'New' } }, known);
  expect(youtube.simulator.videos().map(({ snippet }) => snippet.title)).toEqual(['New']);
});

test('words that changed after the film arrived are changed there, and the film is not sent twice', async () => {
  await open();
  const post = youtube.post({ title: 'Old' });
  const known = await youtube.upload(post);
  await youtube.upload({ ...post, words: { title: 'New', caption: 'Fresh' } }, known);
  expect(youtube.simulator.videos().map(({ snippet }) => [snippet.title, snippet.description])).toEqual([['New', 'Fresh']]);
  expect(youtube.simulator.pieces).toHaveLength(1);
});

test('an upload of another film is not used', async () => {
  await open();
  const known = await youtube.upload(youtube.post());
  const post = youtube.post();
  await youtube.upload(post, known);
  expect(youtube.simulator.videos().map(({ filmHash }) => filmHash)).toContain(post.file.hash);
});

test.each([200, 201] as const)('a finished upload may answer %s', async (doneStatus) => {
  await open({ doneStatus });
  expect(await youtube.upload(youtube.post())).toMatchObject({ videoId: expect.any(String) });
});

test('a malformed last answer is asked for again, and no film is sent twice', async () => {
  await open();
  youtube.simulator.faults.order('bytes', { kind: 'malformed' });
  const post = youtube.post();
  const known = await breakOff(post);
  await youtube.upload(post, known);
  expect(youtube.simulator.videos()).toHaveLength(1);
});

test('a server error between the bytes is asked about and gone on from', async () => {
  await open();
  youtube.simulator.faults.order('bytes', { kind: 'answer', reply: { status: 503 } });
  const post = youtube.post();
  await breakOff(post).then((known) => youtube.upload(post, known));
  expect(youtube.simulator.videos()).toHaveLength(1);
  expect(starts()).toBe(1);
});

test('a slow platform is waited for', async () => {
  await open();
  youtube.simulator.faults.order('bytes', { kind: 'slow', ms: 80 });
  await youtube.upload(youtube.post());
  expect(youtube.simulator.videos()).toHaveLength(1);
});

test.each([true, false])('a token that dies on the way is renewed and the upload goes on (bytes need it: %s)', async (bytesNeedToken) => {
  await open({ bytesNeedToken, keepsBytes: MIB });
  const post = youtube.post({ bytes: 3 * MIB });
  const { progress } = youtube.tools;
  const tools = {
    ...youtube.tools,
    progress: (share: number) => {
      if (share > 0.6 && youtube.needs.refusals.length === 0) youtube.simulator.killTokens('mia');
      progress(share);
    },
  };
  await youtube.adapter.upload(post, null, tools);
  expect(starts()).toBe(1);
  expect(youtube.simulator.videos()[0]?.filmHash).toBe(post.file.hash);
  expect(youtube.needs.refusals.length > 0).toBe(bytesNeedToken);
});

test('an upload that is called off stops', async () => {
  await open();
  youtube.simulator.faults.order('bytes', { kind: 'slow', ms: 50 });
  const stop = new AbortController();
  const going = youtube.adapter.upload(youtube.post(), null, { ...youtube.tools, signal: stop.signal, save: () => stop.abort() });
  await expect(going).rejects.toThrow();
  expect(youtube.simulator.videos()).toEqual([]);
});

test.each([
  ['bytes=0-262143', 262_144],
  ['bytes=0-0', 1],
  [null, 0],
  ['nonsense', 0],
])('a range of %s holds %i bytes', async (range, bytes) => {
  await open();
  expect(heldBytes(range)).toBe(bytes);
});
