import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { Mp4Layout } from './readMp4.ts';

const sendAgain = 'Export or copy it again from where it came.';

/** @throws Failure NOT_FOUND or MEDIA_EMPTY. */
export async function requireBytes(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw new Failure('NOT_FOUND', `There is no file ${path} to check, or it cannot be read.`, 'Give the path of a video.', {
      cause: error,
    });
  });
  if (!found.isFile()) throw new Failure('NOT_FOUND', `${path} is not a file.`, 'Give the path of a video.');
  if (found.size === 0) throw new Failure('MEDIA_EMPTY', `${basename(path)} is empty: it holds 0 bytes.`, sendAgain);
  return found.size;
}

/** A file that says by its first bytes that it is media, and still cannot be opened, is damaged; anything else is none. */
async function beginsLikeVideo(path: string): Promise<boolean> {
  await using file = await open(path);
  const head = Buffer.alloc(12);
  await file.read(head, 0, 12, 0);
  const text = head.toString('latin1');
  return text.slice(4, 8) === 'ftyp' || text.startsWith('\x1aE\xdf\xa3') || text.startsWith('RIFF') || text.startsWith('FLV');
}

export async function failUnreadable(path: string, cause: unknown): Promise<never> {
  const name = basename(path);
  if (await beginsLikeVideo(path))
    throw new Failure('MEDIA_BROKEN', `${name} is damaged: it begins like a video and cannot be read.`, sendAgain, { cause });
  throw new Failure('MEDIA_UNSUPPORTED', `${name} is not a video, whatever its name says.`, 'Give a video: MP4, MOV, MKV or WebM.', {
    cause,
  });
}

/** @throws Failure MEDIA_BROKEN when the boxes of an MP4 reach beyond its end, or its index is missing. */
export function requireWhole(path: string, layout: Mp4Layout | null, bytes: number): void {
  if (layout === null || (layout.bytesMissing === 0 && layout.hasIndex)) return;
  const name = basename(path);
  if (layout.bytesMissing === 0) throw new Failure('MEDIA_BROKEN', `${name} has no index: its recording was never finished.`, sendAgain);
  const share = Math.round((bytes / (bytes + layout.bytesMissing)) * 100);
  throw new Failure('MEDIA_BROKEN', `${name} is cut off: only about ${share} % of it are there.`, sendAgain);
}

/** Containers that hold moving pictures. FFmpeg also opens stills, subtitles, playlists and even plain text. */
const VIDEO_CONTAINER = /^(?:mov,mp4|matroska|avi|flv|mpegts|mpeg\b|asf|ogg|mxf|gif|wtv|live_flv)/;

/** @throws Failure MEDIA_UNSUPPORTED for sound, stills and everything else without moving pictures. */
export function requireMovingPicture(path: string, container: string, hasVideo: boolean, hasAudio: boolean): void {
  const name = basename(path);
  if (hasVideo && VIDEO_CONTAINER.test(container)) return;
  if (!hasVideo && hasAudio)
    throw new Failure('MEDIA_UNSUPPORTED', `${name} holds sound only, and the check is for videos.`, 'Make a video of it first.');
  const what = /_pipe$|^image2|^apng/.test(container) ? 'is a still picture' : 'holds no moving picture';
  throw new Failure('MEDIA_UNSUPPORTED', `${name} ${what}, and the check is for videos.`, 'Make a video of it first.');
}
