import { chmod, copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { transcribeAsset, type TranscribeData } from '../../electron/media/transcribeAsset.ts';
import { planPieces } from '../../electron/media/planPieces.ts';
import { createAssetRows } from '../../electron/media/assetRows.ts';
import { createChangeBus } from '../../electron/changes.ts';
import { punctuate } from '../../shared/transcript/punctuate.ts';
import { clip, ffmpeg, make, openLibrary, tempFolder } from './openLibrary.ts';

let folder: Awaited<ReturnType<typeof tempFolder>>;
const at = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  folder = await tempFolder();
  await make(...clip(2), at('talk.mp4'));
  // tone, pause, tone, pause, tone: the pauses lie around 2.5 and 5.5 seconds
  const sound = "aevalsrc='if(between(mod(t,3),2,3),0,0.3*sin(880*t))':s=16000:d=8";
  await make('-f', 'lavfi', '-i', sound, at('long.wav'));
  await make('-i', at('talk.mp4'), '-an', '-c:v', 'copy', at('mute.mp4'));
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

type Asked = { path: string; authorization: string | undefined; body: string };

/** Stands for api.openai.com: keeps what it was asked and answers as told. */
async function startProvider(answer: (asked: Asked, count: number) => { status: number; body: unknown; headers?: Record<string, string> }) {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void buffer(request).then((bytes) => {
      const one = { path: request.url ?? '', authorization: request.headers.authorization, body: bytes.toString('latin1') };
      asked.push(one);
      const { status, body, headers } = answer(one, asked.length);
      return response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a server listening on a port has one
  return {
    asked,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const field = (body: string, name: string): string[] =>
  [...body.matchAll(new RegExp(`name="${name.replaceAll('[', '\\[').replaceAll(']', '\\]')}"\\r\\n\\r\\n([^\\r]*)`, 'g'))].map(
    (match) => match[1] ?? '',
  );

const hello = {
  text: 'Hello, world!',
  words: [
    { word: 'hello', start: 0.1, end: 0.4 },
    { word: 'world', start: 0.5, end: 0.9 },
  ],
  segments: [{ id: 0, start: 0, end: 1, text: ' Hello, world!' }],
};

describe('OpenAI', () => {
  test('the sound is sent once, with what word times need, and the words come back with punctuation', async () => {
    await using temp = await tempFolder();
    await using provider = await startProvider(() => ({ status: 200, body: hello }));
    await using studio = openLibrary({ home: temp.path, key: { apiKey: 'sk-test', baseUrl: provider.baseUrl } });
    const { id: assetId } = await studio.importAll(at('talk.mp4'));
    const job = await studio.assets.service.transcribe({ assetId, engine: 'openai', language: 'en' }, studio.call);
    expect(await studio.assets.service.get({ assetId }, studio.call)).toMatchObject({ transcript: { state: 'working' } });
    await studio.jobs.untilIdle();
    expect(studio.jobs.get(job.id).job).toMatchObject({ state: 'done', kind: 'asset.transcribe' });
    expect(await studio.assets.service.words({ assetId }, studio.call)).toEqual([
      { id: 'w1', text: 'Hello,', start: 0.1, end: 0.4 },
      { id: 'w2', text: 'world!', start: 0.5, end: 0.9 },
    ]);
    expect(await studio.assets.service.get({ assetId }, studio.call)).toMatchObject({
      transcript: { state: 'ready', words: 2, source: 'OpenAI whisper-1' },
    });
    const [asked, ...more] = provider.asked;
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ path: '/v1/audio/transcriptions', authorization: 'Bearer sk-test' });
    const body = asked?.body ?? '';
    expect(field(body, 'model')).toEqual(['whisper-1']);
    expect(field(body, 'response_format')).toEqual(['verbose_json']);
    expect(field(body, 'timestamp_granularities[]')).toEqual(['word', 'segment']);
    expect(field(body, 'language')).toEqual(['en']);
    expect(body).toMatch(/filename="[^"]+\.m4a"/);
    expect(body).toContain('ftyp');
    expect(await readdir(join(temp.path, 'tmp'))).toEqual([]);
  });

  test('a long recording is cut in its pauses, and a crash pays for no piece twice', async () => {
    await using temp = await tempFolder();
    await using provider = await startProvider((_asked, count) =>
      count === 2 ? { status: 503, body: { error: { message: 'overloaded' } } } : { status: 200, body: hello },
    );
    await using studio = openLibrary({ home: temp.path });
    const { id: assetId } = await studio.importAll(at('long.wav'));
    const rows = createAssetRows({ read: studio.store.read, write: studio.store.write, changes: createChangeBus() });
    const handler = transcribeAsset({
      rows,
      write: studio.store.write,
      home: temp.path,
      now: () => new Date(0),
      ffmpeg: () => Promise.resolve(ffmpeg),
      settings: () => ({ whisperCli: null }),
      openAi: { key: () => Promise.resolve({ apiKey: 'sk-test' }), baseUrl: provider.baseUrl },
      longestPiece: 3.2,
    });
    let saved: unknown = null;
    const run = (data: z.infer<typeof TranscribeData>): Promise<unknown> =>
      handler.run(data, {
        jobId: 7,
        attempt: 1,
        saved,
        save: (value) => (saved = JSON.parse(JSON.stringify(value))),
        progress: () => undefined,
        signal: studio.call.signal,
        now: () => new Date(0),
      });
    await expect(run({ assetId, engine: 'openai' })).rejects.toMatchObject({ name: 'TryLater', at: new Date(20_000) });
    expect(await run({ assetId, engine: 'openai' })).toEqual({ words: 6 });
    expect(provider.asked).toHaveLength(4); // three pieces, one of them refused once
    const words = await studio.assets.service.words({ assetId }, studio.call);
    const [, , second, , third] = words;
    expect(second?.start).toBeGreaterThan(2.1);
    expect(second?.start).toBeLessThan(3.1);
    expect(third?.start).toBeGreaterThan(5.1);
    expect(third?.start).toBeLessThan(6.1);
  });

  test.each([
    ['a refused key', 401, { error: { message: 'Incorrect API key', code: 'invalid_api_key' } }, 'KEY_MISSING'],
    ['an account without credit', 429, { error: { message: 'quota', code: 'insufficient_quota' } }, 'PROVIDER_FAILED'],
    ['sound it does not take', 400, { error: { message: 'Unrecognized file format' } }, 'PROVIDER_FAILED'],
  ])('%s ends the job at once, in words', async (_name, status, body, code) => {
    await using temp = await tempFolder();
    await using provider = await startProvider(() => ({ status, body }));
    await using studio = openLibrary({ home: temp.path, key: { apiKey: 'sk-test', baseUrl: provider.baseUrl } });
    const { id: assetId } = await studio.importAll(at('talk.mp4'));
    const job = await studio.assets.service.transcribe({ assetId, engine: 'openai' }, studio.call);
    await studio.jobs.untilIdle();
    expect(provider.asked).toHaveLength(1);
    expect(studio.jobs.get(job.id).job).toMatchObject({ state: 'dead', error: { code } });
    const { transcript } = await studio.assets.service.get({ assetId }, studio.call);
    expect(transcript).toMatchObject({ state: 'failed' });
    expect(transcript.problem).toBeTruthy();
  });

  test('asked to wait, it waits as long as asked and costs no attempt', async () => {
    await using temp = await tempFolder();
    await using provider = await startProvider(() => ({
      status: 429,
      body: { error: { message: 'slow down' } },
      headers: { 'retry-after': '120' },
    }));
    await using studio = openLibrary({ home: temp.path, key: { apiKey: 'sk-test', baseUrl: provider.baseUrl } });
    const { id: assetId } = await studio.importAll(at('talk.mp4'));
    const { id } = await studio.assets.service.transcribe({ assetId, engine: 'openai' }, studio.call);
    await studio.jobs.untilIdle();
    const { job } = studio.jobs.get(id);
    expect(job).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(Date.parse(job.runAt) - Date.now()).toBeGreaterThan(100_000);
    expect(provider.asked).toHaveLength(1);
  });

  test('without a key, without sound: refused before anything starts', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path });
    const { asset: talk } = await studio.assets.importPath(at('talk.mp4'));
    const { asset: mute } = await studio.assets.importPath(at('mute.mp4'));
    const transcribe = (assetId: string): unknown => studio.assets.service.transcribe({ assetId, engine: 'openai' }, studio.call);
    await expect(transcribe(talk.id)).rejects.toMatchObject({ code: 'KEY_MISSING' });
    await expect(transcribe(mute.id)).rejects.toMatchObject({ code: 'MEDIA_UNSUPPORTED' });
    expect(await studio.assets.service.transcriptionOptions({ assetId: talk.id }, studio.call)).toEqual([
      { engine: 'openai', ready: false, costUsd: 0.0002, why: expect.stringContaining('key') },
      { engine: 'whisper-cli', ready: false, costUsd: 0, why: expect.stringContaining('Settings') },
    ]);
  });
});

describe('whisper.cpp', () => {
  /** Stands for the program: notes its arguments and writes what `-ojf` writes. */
  const script = `#!/usr/bin/env node
const { existsSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const value = (name) => args[args.indexOf(name) + 1];
if (!existsSync(value('-f')) || !args.includes('-ojf')) process.exit(3);
writeFileSync(__filename + '.args', JSON.stringify(args));
process.stderr.write('whisper_print_progress_callback: progress =  50%\\n');
if (value('-l') === 'xx') { setInterval(() => undefined, 1000); return; }
if (value('-l') === 'yy') { process.stderr.write('error: no such language\\n'); process.exit(2); }
const token = (text, from, to) => ({ text, offsets: { from, to } });
const tokens = [token('[_BEG_]', 0, 0), token(' Hel', 100, 200), token('lo', 200, 400), token(',', 400, 420), token(' you', 500, 900)];
writeFileSync(value('-of') + '.json', JSON.stringify({ transcription: [{ offsets: { from: 0, to: 1000 }, text: ' Hello, you', tokens }] }));
`;
  const install = async (home: string): Promise<{ binary: string; model: string }> => {
    const [binary, model] = [join(home, 'whisper-cli'), join(home, 'model.bin')];
    await writeFile(binary, script);
    await chmod(binary, 0o755);
    await writeFile(model, 'model');
    return { binary, model };
  };

  test.skipIf(process.platform === 'win32')('it is given 16 kHz sound and its tokens become words', async () => {
    await using temp = await tempFolder();
    const whisperCli = await install(temp.path);
    await using studio = openLibrary({ home: temp.path, whisperCli });
    const { id: assetId } = await studio.importAll(at('talk.mp4'));
    const [, local] = await studio.assets.service.transcriptionOptions({ assetId }, studio.call);
    expect(local).toEqual({ engine: 'whisper-cli', ready: true, costUsd: 0, why: null });
    await studio.assets.service.transcribe({ assetId, engine: 'whisper-cli' }, studio.call);
    await studio.jobs.untilIdle();
    expect(await studio.assets.service.words({ assetId }, studio.call)).toEqual([
      { id: 'w1', text: 'Hello,', start: 0.1, end: 0.42 },
      { id: 'w2', text: 'you', start: 0.5, end: 0.9 },
    ]);
    const args: unknown = JSON.parse(await readFile(`${whisperCli.binary}.args`, 'utf8'));
    expect(args).toEqual(expect.arrayContaining(['-m', whisperCli.model, '-l', 'auto', '-oj', '-ojf']));
    expect(await readdir(join(temp.path, 'tmp'))).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('it can be stopped, and its failure is told', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path, whisperCli: await install(temp.path) });
    const { id: assetId } = await studio.importAll(at('talk.mp4'));
    const { id } = await studio.assets.service.transcribe({ assetId, engine: 'whisper-cli', language: 'xx' }, studio.call);
    while ((studio.jobs.get(id).job.progress?.share ?? 0) < 0.4) await new Promise((resolve) => setTimeout(resolve, 20));
    studio.jobs.cancel(id);
    await studio.jobs.untilIdle();
    await studio.settled(assetId);
    expect(await studio.assets.service.get({ assetId }, studio.call)).toMatchObject({ transcript: { state: 'none' } });
    expect(await readdir(join(temp.path, 'tmp'))).toEqual([]);
    const second = await studio.assets.service.transcribe({ assetId, engine: 'whisper-cli', language: 'yy' }, studio.call);
    await studio.jobs.untilIdle();
    expect(studio.jobs.get(second.id).job.error).toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining('no such language'),
    });
  });
});

describe('transcript files', () => {
  test('one beside the recording is attached with it, whatever its encoding', async () => {
    await using temp = await tempFolder();
    await copyFile(at('talk.mp4'), join(temp.path, 'talk.mp4'));
    await writeFile(join(temp.path, 'talk.json'), '{"settings": true}'); // something else of the same name
    await writeFile(join(temp.path, 'talk.de.srt'), Buffer.from('\ufeff1\r\n00:00:00,200 --> 00:00:01,000\r\nSchöne Grüße\r\n', 'utf16le'));
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const { asset } = await studio.assets.importPath(join(temp.path, 'talk.mp4'));
    expect(asset.transcript).toEqual({ state: 'ready', words: 2, source: 'talk.de.srt', problem: null });
    expect(asset.notes).toEqual(['talk.de.srt: Read as utf-16le.']);
    const words = await studio.assets.service.words({ assetId: asset.id }, studio.call);
    expect(words.map(({ text }) => text)).toEqual(['Schöne', 'Grüße']);
  });

  test('of several beside it, the one with the recording’s very name and the finest times is taken', async () => {
    await using temp = await tempFolder();
    await copyFile(at('talk.mp4'), join(temp.path, 'talk.mp4'));
    await writeFile(join(temp.path, 'talk.en.json'), '[{"text":"english","start":0,"end":1}]');
    await writeFile(join(temp.path, 'talk.srt'), '1\n00:00:00,000 --> 00:00:01,000\nsubtitle\n');
    await writeFile(join(temp.path, 'talk.JSON'), '[{"text":"exact","start":0,"end":1}]');
    await writeFile(join(temp.path, 'talk.info.srt'), 'not a language');
    await using studio = openLibrary({ home: join(temp.path, 'home') });
    const { asset } = await studio.assets.importPath(join(temp.path, 'talk.mp4'));
    expect(asset).toMatchObject({ transcript: { source: 'talk.JSON', words: 1 }, notes: [] });
  });

  test('one given later replaces the words; a broken one changes nothing', async () => {
    await using temp = await tempFolder();
    await using studio = openLibrary({ home: temp.path });
    const { asset } = await studio.assets.importPath(at('talk.mp4'));
    const attach = (text: string) => studio.assets.service.attachTranscript({ assetId: asset.id, name: 'given.srt', text }, studio.call);
    expect(await attach('1\n00:00:00,000 --> 00:00:01,000\none two\n')).toEqual({ words: 2, notes: [] });
    await expect(attach('nothing timed')).rejects.toMatchObject({ code: 'TRANSCRIPT_BROKEN' });
    expect(await studio.assets.service.words({ assetId: asset.id }, studio.call)).toHaveLength(2);
    expect(await attach('1\n00:00:00,000 --> 00:00:01,000\nthree\n')).toMatchObject({ words: 1 });
    expect(await studio.assets.service.words({ assetId: asset.id }, studio.call)).toHaveLength(1);
  });
});

describe('cutting and punctuating', () => {
  test('pieces follow each other, none is too long, and each ends where it is quiet', () => {
    const levels = Array.from({ length: 100_000 }, (_value, step) => (step % 700 > 600 ? -80 : -20));
    const pieces = planPieces({ rate: 100, levels }, 1000, 120);
    expect(pieces[0]?.start).toBe(0);
    expect(pieces.at(-1)?.end).toBe(1000);
    pieces.forEach(({ start, end }, index) => {
      expect(end - start).toBeLessThanOrEqual(120);
      expect(end - start).toBeGreaterThan(0);
      const next = pieces[index + 1];
      if (!next) return;
      expect(next.start).toBe(end);
      expect(levels[Math.round(end * 100)]).toBe(-80);
    });
  });

  test('words without a counterpart in the text stay as they are', () => {
    const timed = ['we', 'uh', 'had', 'ten', 'year', 'plans'].map((text, index) => ({ text, start: index, end: index + 1 }));
    expect(punctuate(timed, 'We had ten-year plans!').map(({ text, start, end }) => [text, start, end])).toEqual([
      ['We', 0, 1],
      ['uh', 1, 2],
      ['had', 2, 3],
      ['ten-year', 3, 5],
      ['plans!', 5, 6],
    ]);
  });
});
