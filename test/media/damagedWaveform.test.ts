import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assetFolder } from '../../electron/media/assetFolder.ts';
import { awaitWaveform } from '../../electron/media/awaitWaveform.ts';
import { clip, make, openLibrary, tempFolder } from './openLibrary.ts';

test('a waveform that was damaged on the disk is made again', async () => {
  await using home = await tempFolder();
  const path = join(home.path, 'talk.mp4');
  await make(...clip(1), path);
  await using room = openLibrary({ home: home.path });
  const { id } = await room.importAll(path);
  const { waveform } = assetFolder(home.path, id);
  const before = await readFile(waveform, 'utf8');
  await writeFile(waveform, before.slice(0, before.length / 2));
  expect(await room.assets.service.waveform({ assetId: id }, room.call)).toMatchObject({ peaks: [] });
  await room.jobs.untilIdle();
  expect(await readFile(waveform, 'utf8')).toBe(before);

  await writeFile(waveform, before.slice(0, before.length / 2));
  const assets = room.assets.service;
  const heard = await awaitWaveform(id, room.call.signal, { assets, changes: room.changes }); // what looks for clips waits for the new one
  expect(JSON.stringify(heard)).toBe(before);
});
