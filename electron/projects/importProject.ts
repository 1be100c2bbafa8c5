import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import { canonicalJson } from '../../shared/timeline/canonicalJson.ts';
import type { AssetRef, Timeline } from '../../shared/timeline/document.ts';
import { readProjectFile } from '../../shared/timeline/projectFile.ts';
import { renameAssets } from '../../shared/timeline/renameAssets.ts';
import { hashFile } from '../files/hashFile.ts';
import type { Shelf } from './shelf.ts';

type ImportedFile = {
  readonly timeline: Timeline;
  readonly notes: string[];
  /** Folder the file lay in. */ readonly folder: string | null;
};

const MOST_BYTES = 200_000_000;

/** @throws Failure NOT_FOUND, BAD_INPUT, PROJECT_NEWER, PROJECT_BROKEN. */
export async function readImport({ path, json }: { path?: string | undefined; json?: string | undefined }): Promise<ImportedFile> {
  if (json !== undefined) return { ...readProjectFile(json), folder: null };
  if (path === undefined) throw new Failure('BAD_INPUT', 'No project file was given.', 'Give the path of a project file, or its text.');
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new Failure('NOT_FOUND', `There is no file at ${path}.`, 'Check the path.');
  if (found.size > MOST_BYTES) {
    throw new Failure(
      'PROJECT_BROKEN',
      `${path} is far too large to be a project file. Nothing was changed.`,
      'Choose the project file itself.',
    );
  }
  return { ...readProjectFile(await readFile(path, 'utf8')), folder: dirname(path) };
}

/**
 * Finds the media of a project file by their content: on the shelf, at the path in the file, or beside the file by name. What is
 * found goes by the shelf's ids from then on; the rest is said in the notes and stays in the document as it is.
 */
export async function findMedia(
  { timeline, notes, folder }: ImportedFile,
  { shelf, importMedia }: { shelf: Shelf; importMedia: (path: string) => Promise<unknown> },
): Promise<{ timeline: Timeline; notes: string[] }> {
  const said = [...notes];
  const newIds = new Map<string, string>();
  for (const asset of Object.values(timeline.assets)) {
    if (shelf.findByHash(asset.hash) === null) {
      const path = await findFile(asset, folder);
      if (path !== null) await importMedia(path).catch((error: unknown) => said.push(explain(asset, error)));
    }
    const known = shelf.findByHash(asset.hash);
    if (known === null) said.push(`${asset.name} was not found on this computer. Its place in the project is kept.`);
    else newIds.set(asset.id, known.id);
  }
  return { timeline: renameAssets(timeline, newIds), notes: said };
}

async function findFile(asset: AssetRef, folder: string | null): Promise<string | null> {
  const beside = folder === null || /[/\\]|^\.\.?$/.test(asset.name) ? [] : [join(folder, asset.name)];
  const places = [...(asset.path !== undefined && isAbsolute(asset.path) ? [asset.path] : []), ...beside];
  for (const path of places) {
    const found = await stat(path).catch(() => null);
    if (found === null || !found.isFile() || found.size !== asset.bytes) continue; // cheap before reading all of it
    // A file that may not be read is a file that was not found.
    if ((await hashFile(path).catch(() => null)) === asset.hash) return path;
  }
  return null;
}

const explain = (asset: AssetRef, error: unknown): string =>
  `${asset.name} was found but not imported: ${error instanceof Error ? error.message : String(error)}`;

/** The same, wherever the media lie. */
export function sameDocument(one: Timeline, other: Timeline): boolean {
  return canonicalJson(withoutPaths(one)) === canonicalJson(withoutPaths(other));
}

function withoutPaths(timeline: Timeline): unknown {
  // A member that is undefined is not there in canonical JSON.
  const bare = Object.entries(timeline.assets).map(([id, asset]) => [id, { ...asset, path: undefined }] as const);
  return { ...timeline, assets: Object.fromEntries(bare) };
}
