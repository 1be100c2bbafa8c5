import { access, constants, statfs } from 'node:fs/promises';
import type { Check } from '../../shared/contract/settings.ts';
import { Failure } from '../../shared/errors.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ReadDb } from '../store/handles.ts';

const NEEDED_FILTERS = ['ass', 'zscale', 'tonemap', 'ebur128', 'alimiter', 'sidechaincompress'];
const LEAST_FREE_BYTES = 2_000_000_000;

export type DoctorNeeds = {
  readonly home: string;
  readonly read: ReadDb;
  readonly ffmpeg: () => Promise<Ffmpeg>;
  readonly secrets: Pick<Secrets, 'name' | 'ready'>;
  readonly status: () => { paused: boolean; running: number; waiting: number; dead: number };
};

/** Looks at everything the studio stands on. Each check that fails says what to do; none of them throws. */
export async function examine(needs: DoctorNeeds, signal: AbortSignal): Promise<Check[]> {
  const runtime = check(
    'Node.js',
    process.versions.node,
    Number(process.versions.node.split('.')[0]) >= 24 ? null : 'Install Node.js 24 or newer.',
  );
  return [
    runtime,
    await checkFolder(needs.home),
    await checkDisk(needs.home),
    checkDatabase(needs.read),
    ...(await checkFfmpeg(needs.ffmpeg, signal)),
    await checkSecrets(needs.secrets),
    checkQueue(needs.status()),
  ];
}

const check = (name: string, detail: string, cure: string | null): Check => ({ name, ok: cure === null, detail, cure: cure ?? '' });

async function checkFolder(home: string): Promise<Check> {
  try {
    await access(home, constants.W_OK);
    return check('Data folder', home, null);
  } catch {
    return check('Data folder', `${home} cannot be written to.`, 'Allow writing there, or choose another folder with TIDEREEL_HOME.');
  }
}

async function checkDisk(home: string): Promise<Check> {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const detail = `${(free / 1e9).toFixed(1)} GB free`;
  return check('Disk space', detail, free >= LEAST_FREE_BYTES ? null : 'Free some space: renders of long recordings need a few gigabytes.');
}

function checkDatabase(read: ReadDb): Check {
  const answer = read.$client.pragma('quick_check', { simple: true });
  return check(
    'Database',
    answer === 'ok' ? 'No damage found' : String(answer),
    answer === 'ok' ? null : 'Close Tidereel and start it again: it restores the newest good backup.',
  );
}

async function checkFfmpeg(find: DoctorNeeds['ffmpeg'], signal: AbortSignal): Promise<Check[]> {
  try {
    const ffmpeg = await find();
    const found = check('FFmpeg', `${ffmpeg.version} (${ffmpeg.path})`, null);
    // Listed is not working: only a real trial of the encoder counts.
    const trial = [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'color=black:s=320x240:r=30:d=0.2',
      '-frames:v',
      '5',
      '-c:v',
      'libx264',
      '-f',
      'null',
      '-',
    ];
    await runFfmpeg(ffmpeg, { args: trial, signal });
    const filters = await listFilters(ffmpeg, signal);
    const missing = NEEDED_FILTERS.filter((name) => !filters.has(name));
    const detail = missing.length === 0 ? 'x264, captions, tone mapping and loudness' : `Missing: ${missing.join(', ')}`;
    const cure = missing.length === 0 ? null : 'Use an FFmpeg built with libass and zimg, for example the one of your system.';
    return [found, check('Encoder and filters', detail, cure)];
  } catch (error) {
    const hint = error instanceof Failure ? error.hint : 'Use an FFmpeg built with x264.';
    return [check('FFmpeg', error instanceof Error ? error.message : String(error), hint)];
  }
}

async function listFilters(ffmpeg: Ffmpeg, signal: AbortSignal): Promise<Set<string>> {
  let text = '';
  await runFfmpeg(ffmpeg, {
    args: ['-v', 'quiet', '-filters'],
    signal,
    onOutput: async (stdout) => {
      for await (const part of stdout.setEncoding('utf8')) text += String(part);
    },
  });
  return new Set(text.split('\n').map((line) => line.trim().split(/\s+/)[1] ?? ''));
}

async function checkSecrets({ name, ready }: DoctorNeeds['secrets']): Promise<Check> {
  const { ok, why } = await ready();
  return check(
    'Secret store',
    ok ? name : why,
    ok ? null : 'Unlock the keychain, or set TIDEREEL_VAULT_PASSPHRASE. Nothing but keys needs it.',
  );
}

function checkQueue({ paused, running, waiting, dead }: ReturnType<DoctorNeeds['status']>): Check {
  const detail = `${running} running, ${waiting} waiting, ${dead} given up${paused ? ', paused' : ''}`;
  return check('Queue', detail, dead === 0 ? null : 'Look at the jobs that gave up in the Queue and try them again or drop them.');
}
