import { countX } from './countX.ts';
import { countBytes } from './youtubeWords.ts';

/**
 * How long a caption is by its platform's own rule: X weighs letters, emoji and links as twitter-text does (on NFC text),
 * YouTube counts the bytes of UTF-8, all others count UTF-16 units.
 */
export function countCaption(platform: string, caption: string): number {
  if (platform === 'youtube') return countBytes(caption);
  if (platform === 'x') return countX(caption);
  return caption.length;
}
