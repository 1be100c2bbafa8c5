import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

type Piece = { readonly index: number; readonly start: number; readonly length: number };

/** One segment of a film as a multipart body, written by hand so that its bytes are copied from the disk only once. */
export async function readSegment(
  file: FileHandle,
  { index, start, length }: Piece,
): Promise<{ bytes: Uint8Array; headers: Record<string, string> }> {
  const boundary = `tidereel-${randomBytes(12).toString('hex')}`; // random: the film must not contain it
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="segment_index"\r\n\r\n${index}\r\n` +
      `--${boundary}\r\ncontent-disposition: form-data; name="media"; filename="segment"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const bytes = Buffer.allocUnsafeSlow(head.length + length + tail.length);
  head.copy(bytes);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await file.read(bytes, head.length + got, length - got, start + got);
    if (bytesRead === 0) throw new Error('The film became shorter while it was sent.');
    got += bytesRead;
  }
  tail.copy(bytes, head.length + length);
  return { bytes, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
