import { PassThrough, type Duplex, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FeedTrouble } from './feedTrouble.ts';

/** The most a feed may have, as sent and as unpacked, bytes. */
const FEED_BYTES_AT_MOST = 5_000_000;

const TOO_LARGE = 'This feed is larger than 5 MB, so it was not read.';

function openUnpacker(encoding: string): Duplex {
  switch (encoding) {
    case '':
    case 'identity':
      return new PassThrough();
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new FeedTrouble('The server packs this feed in a way that is not known here.');
  }
}

/** Counts on the way and stops at the limit. */
async function* atMost(chunks: AsyncIterable<unknown>): AsyncGenerator<Buffer, void, void> {
  let bytes = 0;
  for await (const chunk of chunks) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a stream of bytes was expected');
    bytes += chunk.length;
    if (bytes > FEED_BYTES_AT_MOST) throw new FeedTrouble(TOO_LARGE);
    yield chunk;
  }
}

/**
 * A whole body, unpacked piece by piece and never beyond the limit: of what a small packet swells to, only as much is made
 * as fits. @throws FeedTrouble
 */
export async function readBody(body: Readable, encoding: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    await pipeline(body, atMost, openUnpacker(encoding.trim().toLowerCase()), atMost, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) parts.push(chunk);
    });
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(Z_|ERR__?BROTLI|ERR_BROTLI)/.test(String(error.code))) {
      throw new FeedTrouble('The server sent this feed damaged: it cannot be unpacked.', { cause: error });
    }
    throw error;
  }
}
