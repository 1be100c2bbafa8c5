import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

type Piece = { readonly index: number; readonly start: number; readonly length: number };

/** One worker's buffer: large enough for a segment with what surrounds it, and used again for the next. */
export class SegmentBuffer {
  readonly #film: FileHandle;
  readonly #bytes: Buffer;
  constructor(film: FileHandle, segmentBytes: number) {
    this.#film = film;
    this.#bytes = Buffer.allocUnsafeSlow(segmentBytes + 1_024);
  }

  /** One segment of the film as a multipart body, written by hand so that its bytes are copied from the disk only once. */
  async read({ index, start, length }: Piece): Promise<{ bytes: Uint8Array; headers: Record<string, string> }> {
    const boundary = `tidereel-${randomBytes(12).toString('hex')}`; // random: the film must not contain it
    const head =
      `--${boundary}\r\ncontent-disposition: form-data; name="segment_index"\r\n\r\n${index}\r\n` +
      `--${boundary}\r\ncontent-disposition: form-data; name="media"; filename="segment"\r\ncontent-type: application/octet-stream\r\n\r\n`;
    const filmAt = this.#bytes.write(head);
    let got = 0;
    while (got < length) {
      const { bytesRead } = await this.#film.read(this.#bytes, filmAt + got, length - got, start + got);
      if (bytesRead === 0) throw new Error('The film became shorter while it was sent.');
      got += bytesRead;
    }
    const end = filmAt + length + this.#bytes.write(`\r\n--${boundary}--\r\n`, filmAt + length);
    return { bytes: this.#bytes.subarray(0, end), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
  }
}
