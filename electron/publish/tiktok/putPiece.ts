import { extname } from 'node:path';
import { callPlatform, type PlatformAnswer } from '../http/callPlatform.ts';
import { pieceOf } from './planChunks.ts';
import type { TiktokRef } from './uploadRef.ts';

const types: Readonly<Record<string, string>> = { '.mov': 'video/quicktime', '.webm': 'video/webm' };
/** A slow line is silent while a buffer drains. */
const SILENCE_MS = 120_000;

export type PutPiece = {
  readonly ref: TiktokRef;
  readonly path: string;
  readonly index: number;
  readonly onSent?: (bytes: number) => void;
  readonly signal: AbortSignal;
};

/** Sends one piece of the film to its upload address, which needs no token. @throws LostAnswer */
export async function putPiece({ ref, path, index, onSent, signal }: PutPiece): Promise<PlatformAnswer> {
  const { start, end } = pieceOf(ref, index);
  return callPlatform({
    url: ref.uploadUrl,
    method: 'PUT',
    headers: {
      'content-type': types[extname(path).toLowerCase()] ?? 'video/mp4',
      'content-range': `bytes ${start}-${end}/${ref.bytes}`,
    },
    file: { path, start, end },
    ...(onSent === undefined ? {} : { onSent }),
    silenceMs: SILENCE_MS,
    signal,
  });
}
