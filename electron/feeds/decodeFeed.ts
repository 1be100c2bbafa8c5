import { decodeText } from '../files/decodeText.ts';

/** The text of a feed: by the charset it was sent with, else the one it names in its first line, else as its bytes look. */
export function decodeFeed(bytes: Uint8Array, contentType: string): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const named =
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1] ?? /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
  if (named === undefined || /^utf-?8$/i.test(named)) return decodeText(bytes).text;
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes);
  } catch {
    return decodeText(bytes).text; // the name is wrong or not known; the bytes speak for themselves
  }
}
