import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { byteRange } from './byteRange.ts';

/** A file the studio agreed to show, with its media type. */
export type MediaFile = { readonly file: string; readonly type: string };

export type FileAnswer = {
  readonly status: 200 | 206 | 304 | 404 | 416;
  readonly headers: Readonly<Record<string, string>>;
  /** null when there is nothing to send; the caller must read or destroy it otherwise. */
  readonly body: Readable | null;
};

export type FileQuestion = {
  readonly method: string;
  readonly range?: string | null | undefined;
  readonly ifRange?: string | null | undefined;
  readonly ifNoneMatch?: string | null | undefined;
};

const READ_BYTES = 1 << 20;
const missing: FileAnswer = { status: 404, headers: {}, body: null };

/**
 * Answers a request for a file as a web server would, for the HTTP door and for the window's own scheme alike: whole
 * (200), one range (206), not changed (304), range outside the file (416), or not there (404). Streams; the file's size
 * and the bytes come from the same open handle.
 */
export async function fileAnswer(media: MediaFile, question: FileQuestion): Promise<FileAnswer> {
  const handle = await openFile(media.file);
  if (handle === null) return missing;
  let handedOver = false;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return missing;
    const { size, mtimeMs } = stat;
    const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
    const headers = { 'content-type': media.type, 'accept-ranges': 'bytes', etag, 'cache-control': 'private, no-cache' };
    if (question.ifNoneMatch === etag) return { status: 304, headers, body: null };
    const stale = Boolean(question.ifRange) && question.ifRange !== etag;
    const span = stale ? 'whole' : byteRange(question.range, size);
    if (span === 'impossible') return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body: null };
    const { start, end } = span === 'whole' ? { start: 0, end: size - 1 } : span;
    const length = { 'content-length': String(end - start + 1) };
    const wantsBody = question.method !== 'HEAD' && size > 0;
    const body = wantsBody ? handle.createReadStream({ start, end, highWaterMark: READ_BYTES }) : null;
    handedOver = body !== null; // the stream closes the handle when it ends or is destroyed
    if (span === 'whole') return { status: 200, headers: { ...headers, ...length }, body };
    return { status: 206, headers: { ...headers, ...length, 'content-range': `bytes ${start}-${end}/${size}` }, body };
  } finally {
    if (!handedOver) await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null; // moved, deleted or not ours to read: not there for the window
    throw error;
  }
}
