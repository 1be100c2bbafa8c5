import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openSimulator } from '../platforms/kit/openSimulator.ts';
import { simulateInstagram } from '../platforms/instagram/simulateInstagram.ts';
import { simulateTiktok } from '../platforms/tiktok/simulateTiktok.ts';
import { simulateX } from '../platforms/x/simulateX.ts';
import { simulateYoutube } from '../platforms/youtube/simulateYoutube.ts';
import { median, type BenchResult } from './result.ts';

const MB = 1_000_000;
const SLOWEST = 1 / 0.9;
const MOST_GROWTH_MB = 100;
/** The largest films of a round size that each platform takes, up to a gigabyte. */
const films = { tiktok: 1_000 * MB, youtube: 1_000 * MB, instagram: 300 * MB, x: 500 * MB } as const;
const run = promisify(execFile);

type Measured = { ms: number; grownMb: number };

/** How fast and in how much memory each adapter uploads, beside one plain streaming PUT of the same file in the same round. */
export async function benchUploads(rounds: number): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tidereel-upload-'));
  const sink = await openSimulator(
    [
      {
        method: 'PUT',
        path: '/sink',
        name: 'sink',
        answer: async ({ stream }) => {
          const hash = createHash('sha256'); // as the simulators do
          for await (const part of stream()) hash.update(part);
          return { status: 200, body: { hash: hash.digest('hex') } };
        },
      },
    ],
    { status: 404 },
  );
  const simulators = [await simulateTiktok(), await simulateYoutube(), await simulateInstagram(), await simulateX()] as const;
  try {
    const results: BenchResult[] = [];
    for (const simulator of simulators) {
      const { platform } = simulator;
      const path = join(folder, `${platform}.mp4`);
      const hash = makeFilm(path, films[platform]);
      makeFilm(`${path}.small`, 6 * MB);
      const send = async (way: string): Promise<Measured> => {
        const about = { sink: `${sink.origin}/sink`, endpoints: simulator.endpoints, grant: simulator.grantFor('mia'), hash };
        const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'uploadChild.ts'), way, path, JSON.stringify(about)]);
        return JSON.parse(stdout) as Measured; // our own child
      };
      const pairs: { plain: Measured; ours: Measured }[] = [];
      for (let round = 0; round < rounds; round += 1) pairs.push({ plain: await send('plain'), ours: await send(platform) });
      const ratio = median(pairs.map(({ plain, ours }) => ours.ms / plain.ms));
      const grown = Math.max(...pairs.map(({ ours }) => ours.grownMb));
      const seconds = median(pairs.map(({ ours }) => ours.ms)) / 1_000;
      const size = `${films[platform] / MB} MB`;
      results.push(
        {
          name: `upload of ${size} to ${platform} against one plain streaming PUT`,
          value: films[platform] / MB / seconds,
          unit: 'MB/s',
          ratio,
          bar: SLOWEST,
        },
        { name: `memory that an upload of ${size} to ${platform} adds`, value: grown, unit: 'MB', ratio: grown / MOST_GROWTH_MB, bar: 1 },
      );
      rmSync(path);
    }
    return results;
  } finally {
    await Promise.all([sink.close(), ...simulators.map((one) => one.close())]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file of random bytes; answers its SHA-256. */
function makeFilm(path: string, bytes: number): string {
  const hash = createHash('sha256');
  const piece = randomBytes(20 * MB);
  for (let written = 0; written < bytes; written += piece.length) {
    piece.writeUInt32BE(written % 2 ** 32);
    const part = piece.subarray(0, Math.min(piece.length, bytes - written));
    appendFileSync(path, part);
    hash.update(part);
  }
  return hash.digest('hex');
}
