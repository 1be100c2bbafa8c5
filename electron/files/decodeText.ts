import { detect } from 'chardet';

/** `chardet` has names the decoder of the platform does not know. */
const RENAMED: Readonly<Record<string, string>> = { 'ISO-8859-1': 'windows-1252', ASCII: 'utf-8' };

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null; // these bytes are not that encoding, or the decoder does not know it: the next guess follows
  }
}

/** UTF-16 without a mark: every second byte of western text is zero. */
function zeroSide(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const head = bytes.subarray(0, 400);
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 5 && even === 0) return 'utf-16le';
  return even > head.length / 5 && odd === 0 ? 'utf-16be' : null;
}

/** Text of bytes in an unknown encoding, and the encoding it was read as. A byte order mark is taken off. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } {
  const [first, second] = bytes;
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  const wide = marked ?? zeroSide(bytes);
  for (const encoding of [wide, 'utf-8']) {
    const text = encoding === null ? null : decodeAs(encoding, bytes);
    if (encoding !== null && text !== null) return { text, encoding };
  }
  const guess = detect(bytes.subarray(0, 100_000));
  const encoding = guess === null ? 'windows-1252' : (RENAMED[guess] ?? guess);
  const text = decodeAs(encoding, bytes);
  if (text !== null) return { text, encoding: encoding.toLowerCase() };
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}
