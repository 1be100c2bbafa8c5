import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStudio } from '../../electron/studio.ts';
import { make } from './material.ts';

test('a project file whose medium is another file here is not rendered with that file', async () => {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-identity-'));
  const recording = join(home, 'recording.mp4');
  await make([
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=160x90:r=30:d=2',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    recording,
  ]);
  const studio = await openStudio({ home, env: process.env, host: 'cli' });
  const call = { signal: new AbortController().signal };
  try {
    const { assets, projects, renders } = studio.services;
    const { asset } = await assets.import({ path: recording }, call);
    const project = await projects.create({ title: 'Mine', format: '9:16-720', assetId: asset.id }, call);
    const { json } = await projects.export({ projectId: project.id }, call);
    const foreign = json.replaceAll(asset.hash, 'f'.repeat(64));
    expect(foreign).not.toBe(json);
    const imported = await projects.import({ json: foreign }, call);
    expect(imported.project.missing).toHaveLength(1);
    await expect((async () => renders.start({ projectId: imported.project.id }, call))()).rejects.toMatchObject({ code: 'MEDIA_MISSING' });
  } finally {
    await studio.close();
  }
});
