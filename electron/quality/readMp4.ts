import { open, type FileHandle } from 'node:fs/promises';

export type Mp4Layout = {
  /** moov stands before mdat: a player can start before it has all of the file. */
  readonly indexFirst: boolean;
  /** A track is shifted or cut by an edit list (one that plays the track from its very start does not count). */
  readonly editList: boolean;
  /** Bytes the boxes speak of beyond the end of the file; 0 for a whole file. */
  readonly bytesMissing: number;
  readonly hasIndex: boolean;
};

type Box = { readonly type: string; readonly start: number; readonly size: number };

/** No index of a video that is worth publishing is larger; a damaged length must not fill the memory. */
const LARGEST_INDEX_BYTES = 256 * 1024 * 1024;

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Steps over the top-level boxes, reading 16 bytes of each. */
async function readTopBoxes(file: FileHandle, bytes: number): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let start = 0; start + 8 <= bytes;) {
    const head = await readAt(file, start, 16);
    if (head.length < 8) break;
    const type = head.toString('latin1', 4, 8);
    if (!/^[\x20-\x7e]{4}$/.test(type)) break;
    const short = head.readUInt32BE(0);
    const large = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short;
    const size = short === 0 ? bytes - start : large;
    if (size < 8) break;
    boxes.push({ type, start, size });
    start += size;
  }
  return boxes;
}

/** The contents of every box of one type directly inside `parent`. */
function findInside(parent: Buffer, wanted: string): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 0; start + 8 <= parent.length;) {
    const size = parent.readUInt32BE(start);
    if (size < 8) break;
    if (parent.toString('latin1', start + 4, start + 8) === wanted) found.push(parent.subarray(start + 8, start + size));
    start += size;
  }
  return found;
}

/** Whether an edit list does more than play its track from the start (ISO/IEC 14496-12, 8.6.6). */
function shifts(elst: Buffer): boolean {
  if (elst.length < 8) return false;
  const long = elst[0] === 1;
  const entries = elst.readUInt32BE(4);
  if (entries !== 1) return entries > 1;
  const at = long ? 16 : 12;
  if (elst.length < at + (long ? 8 : 4)) return false;
  return (long ? Number(elst.readBigInt64BE(at)) : elst.readInt32BE(at)) !== 0;
}

/** Reads how an MP4 or MOV file is laid out, without reading its media; null when it is neither. */
export async function readMp4(path: string): Promise<Mp4Layout | null> {
  await using file = await open(path);
  const { size: bytes } = await file.stat();
  const boxes = await readTopBoxes(file, bytes);
  const placeOf = (type: string): number => boxes.findIndex((box) => box.type === type);
  if (!['ftyp', 'moov', 'wide'].includes(boxes[0]?.type ?? '')) return null;
  const last = boxes.at(-1);
  const bytesMissing = last ? Math.max(0, last.start + last.size - bytes) : 0;
  const index = boxes[placeOf('moov')];
  const hasIndex = index !== undefined && index.start + index.size <= bytes;
  const moov = hasIndex && index.size <= LARGEST_INDEX_BYTES ? await readAt(file, index.start + 8, index.size - 8) : Buffer.alloc(0);
  const lists = findInside(moov, 'trak').flatMap((trak) => findInside(trak, 'edts').flatMap((edts) => findInside(edts, 'elst')));
  return {
    indexFirst: hasIndex && (placeOf('mdat') < 0 || placeOf('moov') < placeOf('mdat')),
    editList: lists.some(shifts),
    bytesMissing,
    hasIndex,
  };
}
