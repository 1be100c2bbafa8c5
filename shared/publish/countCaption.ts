import twitterText from 'twitter-text';

/** Bytes of a text as UTF-8; a lone surrogate is written as U+FFFD, three bytes. */
function countBytes(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x8_00 ? 2 : point < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}

/**
 * How long a caption is by its platform's own rule: X weighs letters, emoji and links as twitter-text does (on NFC text),
 * YouTube counts the bytes of UTF-8, all others count UTF-16 units.
 */
export function countCaption(platform: string, caption: string): number {
  if (platform === 'youtube') return countBytes(caption);
  if (platform === 'x') return twitterText.parseTweet(caption).weightedLength;
  return caption.length;
}
