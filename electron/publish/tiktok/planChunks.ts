/*
TikTok divides a film into `chunks` pieces of `chunkBytes`; what is left over is part of the last piece. 5 to 64 MB each,
at most 1000, in order. It never says whether a MB is 1,000,000 or 1,048,576 bytes, so we stay inside both.
*/
const SMALLEST = 5 * 1024 * 1024;
const LARGEST = 64_000_000;
/**
 * Few, or the pauses between pieces cost time; many, or too much is left for the last one, which makes the post public.
 * The address lives for an hour: a line that can carry the film in that time carries a sixteenth of it in four minutes.
 */
const PIECES = 16;

export type ChunkPlan = { readonly bytes: number; readonly chunkBytes: number; readonly chunks: number };

/** How a film of `bytes` is divided: pieces as equal as can be, so that the last one is no larger than it must be. */
export function planChunks(bytes: number): ChunkPlan {
  const wished = Math.max(PIECES, Math.ceil(bytes / LARGEST));
  const chunks = Math.max(1, Math.min(wished, Math.floor(bytes / SMALLEST)));
  return { bytes, chunks, chunkBytes: Math.floor(bytes / chunks) };
}

/** First and last byte of a piece, both included. */
export function pieceOf({ bytes, chunkBytes, chunks }: ChunkPlan, index: number): { readonly start: number; readonly end: number } {
  const start = index * chunkBytes;
  return { start, end: index === chunks - 1 ? bytes - 1 : start + chunkBytes - 1 };
}

/** How many bytes TikTok has when only the last piece is missing. */
export const bytesBeforeLast = ({ chunkBytes, chunks }: ChunkPlan): number => chunkBytes * (chunks - 1);
