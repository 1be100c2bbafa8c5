import { findXUrls, normalizeXText } from '../../../shared/publish/countX.ts';

/**
 * Whether a text read back from X is the one we sent. X replaces addresses by its own short ones, adds one for the film,
 * and escapes &, < and >; so everything but addresses and white space is compared. Without other words nothing is the same.
 */
export const sameWords = (ours: string, read: string): boolean => bare(ours) !== '' && bare(ours) === bare(unescape(read));

const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function bare(text: string): string {
  const normal = normalizeXText(text);
  let kept = '';
  let from = 0;
  for (const { indices } of findXUrls(normal)) {
    kept += `${normal.slice(from, indices[0])} `;
    from = indices[1];
  }
  return (kept + normal.slice(from)).replace(/\s+/gu, ' ').trim();
}
