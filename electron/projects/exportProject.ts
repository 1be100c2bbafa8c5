import { isAbsolute } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { Timeline } from '../../shared/timeline/document.ts';
import { writeProjectFile } from '../../shared/timeline/projectFile.ts';
import { writeWhole } from '../files/writeWhole.ts';

/**
 * A document as an open project file that also says where its media are. With `path` it is written there, whole or not at all.
 * @throws Failure BAD_INPUT for a path that can hold no file, DISK_FULL, FOLDER_READ_ONLY.
 */
export async function exportProject(
  timeline: Timeline,
  { path, pathOf }: { path: string | undefined; pathOf: (assetId: string) => string | null },
): Promise<{ name: string; json: string; path: string | null }> {
  const placed = Object.entries(timeline.assets).map(([id, asset]) => {
    const seen = pathOf(id) ?? asset.path;
    return [id, seen === undefined ? asset : { ...asset, path: seen }] as const;
  });
  const json = writeProjectFile({ ...timeline, assets: Object.fromEntries(placed) });
  const name = `${safeName(timeline.title)}.tidereel.json`;
  if (path === undefined) return { name, json, path: null };
  if (!isAbsolute(path))
    throw new Failure('BAD_INPUT', `“${path}” is not a full path; nothing was written.`, 'Give the full path of the file.');
  await writeWhole(path, json).catch((error: unknown) => {
    throw explain(error, path);
  });
  return { name, json, path };
}

/** A place that can hold no file, since a folder has that name. */
function explain(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EISDIR') return error;
  return new Failure('BAD_INPUT', `No file can be written at ${path}. The project is safe.`, 'Choose another place.', { cause: error });
}

/** A title as a file name that every system takes. */
function safeName(title: string): string {
  const plain = title
    .normalize('NFC')
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/g, '');
  return plain.slice(0, 80).trim() || 'project';
}
