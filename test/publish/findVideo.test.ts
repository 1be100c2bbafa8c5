import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findVideo } from '../../electron/publish/findVideo.ts';
import { openStore } from '../../electron/store/openStore.ts';

const home = mkdtempSync(join(tmpdir(), 'tidereel-find-'));
const { read } = openStore({ home, now: () => new Date(0) });
const look = (path: string, found: { seconds: number; width: number; height: number }) =>
  findVideo({ read, probeVideo: async () => found }, { renderId: undefined, videoPath: path });
const film = { seconds: 5, width: 1080, height: 1920 };

test('a sound or a picture is not a film', async () => {
  const path = join(home, 'talk.wav');
  writeFileSync(path, 'sound');
  await expect(look(path, { ...film, width: 0, height: 0 })).rejects.toMatchObject({ code: 'MEDIA_UNSUPPORTED' });
  await expect(look(path, { ...film, seconds: 0 })).rejects.toMatchObject({ code: 'MEDIA_UNSUPPORTED' });
  expect(await look(path, film)).toMatchObject({ videoSeconds: 5, videoBytes: 5 });
});

test('a folder is refused, and so is a pipe, which would be read for ever', async () => {
  await expect(look(home, film)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  if (process.platform === 'win32') return; // has no such pipes
  const pipe = join(home, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await expect(look(pipe, film)).rejects.toMatchObject({ code: 'BAD_INPUT' });
});
