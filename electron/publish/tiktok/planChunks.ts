/*
TikTok divides a film into `chunks` pieces of `chunkBytes`; what is left over is part of the last piece. 5 to 64 MB each,
at most 1000, in order. It never says whether a MB is 1,000,000 or 1,048,576 bytes, so we stay inside both.
*/
const SMALLEST = 5 * 1024 * 1024;
/** The last piece is what makes the post public, and a slow line must carry it in time: 32 MB in 5 minutes is 0.9 Mbit/s. */
const LARGEST = 32_000_000;
/** Larger films get larger pieces, or the pauses between them would cost a tenth of the time. */
const PIECES = 64;

export type ChunkPlan = { readonly bytes: number; readonly chunkBytes: number; readonly chunks: number };

/** How a film of `bytes` is divided: pieces as equal as can be, so that the last one is no larger than it must be. */
export function planChunks(bytes: number): ChunkPlan {
  const wished = Math.min(LARGEST, Math.max(SMALLEST, Math.ceil(bytes / PIECES)));
  const chunks = Math.max(1, Math.floor(bytes / wished));
  return { bytes, chunks, chunkBytes: Math.floor(bytes / chunks) };
}

/** First and last byte of a piece, both included. */
export function pieceOf({ bytes, chunkBytes, chunks }: ChunkPlan, index: number): { readonly start: number; readonly end: number } {
  const start = index * chunkBytes;
  return { start, end: index === chunks - 1 ? bytes - 1 : start + chunkBytes - 1 };
}

/** How many bytes TikTok has when only the last piece is missing. */
export const bytesBeforeLast = ({ chunkBytes, chunks }: ChunkPlan): number => chunkBytes * (chunks - 1);
