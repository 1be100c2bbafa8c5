import { expect, test } from 'vitest';
import { bringMedia } from '../../renderer/state/bringMedia.ts';
import type { StudioClient } from '../../renderer/link/studioClient.ts';

type Calls = Pick<StudioClient, 'assets' | 'projects'>;

/** A studio that writes down what it is asked; after an import the project misses `missing`. */
function standIn(missing: readonly string[]) {
  const asked: string[] = [];
  const answer = (name: string, result: unknown) => async () => {
    asked.push(name);
    return result;
  };
  const client = {
    assets: { relink: answer('relink', {}), import: answer('import', { asset: { name: 'b.mp4' }, known: false }) },
    projects: { export: answer('export', { json: '{}' }), import: answer('read again', { project: { missing } }) },
  } as unknown as Calls; // only what bringMedia calls
  return { client, asked };
}

test('a file of the shelf that was moved is linked again', async () => {
  const { client, asked } = standIn([]);
  await bringMedia(client, { assetId: 'a', onShelf: true, projectId: 'p' }, '/new/a.mp4');
  expect(asked).toEqual(['relink']);
});

test('a file this computer never had is put on the shelf, and the project finds it there', async () => {
  const { client, asked } = standIn([]);
  await bringMedia(client, { assetId: 'a', onShelf: false, projectId: 'p' }, '/new/a.mp4');
  expect(asked).toEqual(['import', 'export', 'read again']);
});

test('another file is told from the missing one', async () => {
  const { client } = standIn(['a']);
  await expect(bringMedia(client, { assetId: 'a', onShelf: false, projectId: 'p' }, '/new/b.mp4')).rejects.toThrow('another recording');
});
