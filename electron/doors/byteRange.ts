/** What a Range header asks of a file: nothing we answer (send it whole), something impossible, or one span of bytes. */
export type ByteRange = 'whole' | 'impossible' | { readonly start: number; readonly end: number };

/**
 * Reads a Range header for a file of `size` bytes (RFC 9110, section 14). Other units, several ranges at once and
 * nonsense mean the whole file; `end` is inclusive. An open-ended range is never shortened: players take the answer's
 * length for the end of the file.
 */
export function byteRange(header: string | null | undefined, size: number): ByteRange {
  const match = header ? /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) : null;
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) return 'whole';
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'whole';
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from !== '' && to !== '' ? Math.min(Number(to), size - 1) : size - 1;
  return size === 0 || start > end || start >= size ? 'impossible' : { start, end };
}
