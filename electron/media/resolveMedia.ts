import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { assetFolder } from './assetFolder.ts';
import type { AssetRows } from './assetRows.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.m4a': 'audio/mp4',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};
const ANY = { video: 'video/mp4', audio: 'audio/mpeg', image: 'image/png' };

/**
 * The file behind `asset/<id>/poster`, `/proxy` or `/original`; null for everything else and for what is not there.
 * Only files of known assets can be named, so nothing else on the computer can be read through a door.
 */
export function resolveMedia(path: string, { rows, home }: { rows: AssetRows; home: string }): { file: string; type: string } | null {
  const [, assetId = '', what] = /^\/?asset\/([\w.~-]{1,80})\/(poster|proxy|original)$/.exec(path) ?? [];
  const row = assetId === '' ? undefined : rows.find(assetId);
  if (!row) return null;
  const files = assetFolder(home, row.id);
  const found =
    what === 'poster'
      ? { file: files.poster, type: 'image/jpeg' }
      : what === 'proxy'
        ? { file: files.proxy, type: 'video/mp4' }
        : { file: row.path, type: TYPES[extname(row.path).toLowerCase()] ?? ANY[row.kind] };
  return existsSync(found.file) ? found : null;
}
