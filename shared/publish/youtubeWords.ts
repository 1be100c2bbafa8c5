import type { Finding } from './finding.ts';

/** What is said with a video on YouTube. */
export type YoutubeWords = { readonly title: string; readonly description: string; readonly tags: readonly string[] };

const MOST_TITLE = 100;
const MOST_DESCRIPTION_BYTES = 5_000;
const MOST_TAGS = 500;

/** Bytes of a text in UTF-8, as YouTube counts descriptions. */
export function countBytes(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const point = sign.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4; // half a pair is written as a sign of three bytes
  }
  return bytes;
}

/** YouTube's own count: all characters, the commas between tags, and two quotes around a tag with a space. */
export function countTags(tags: readonly string[]): number {
  const own = tags.reduce((sum, tag) => sum + tag.length + (/\s/.test(tag) ? 2 : 0), 0);
  return own + Math.max(0, tags.length - 1);
}

/**
 * What YouTube would refuse about the words, before it is asked. A title is counted in UTF-16 units, the strictest of the
 * readings of its "100 characters".
 */
export function judgeYoutubeWords({ title, description, tags }: YoutubeWords): Finding[] {
  const found: Finding[] = [];
  const add = (code: string, message: string, cure: string, fix: Finding['fix'] = 'edit-words'): void =>
    void found.push({ code, stops: true, message, cure, fix });
  if (title.trim() === '') add('youtube-title-missing', 'YouTube takes no video without a title.', 'Write a title.');
  if (title.length > MOST_TITLE) {
    const over = title.length - MOST_TITLE;
    add('youtube-title-long', `YouTube takes titles of up to ${MOST_TITLE} characters; this one has ${title.length}.`, `Take out ${over}.`);
  }
  if (/[<>]/.test(title)) add('youtube-title-signs', 'YouTube takes no < or > in a title.', 'Take them out of the title.');
  const bytes = countBytes(description);
  if (bytes > MOST_DESCRIPTION_BYTES) {
    const message = `YouTube takes descriptions of up to ${MOST_DESCRIPTION_BYTES} bytes; this one has ${bytes}.`;
    add('youtube-description-long', message, 'Shorten it; letters with accents, other scripts and emoji count two to four bytes each.');
  }
  if (/[<>]/.test(description)) {
    add('youtube-description-signs', 'YouTube takes no < or > in a description.', 'Take them out of the caption.');
  }
  const tagSigns = countTags(tags);
  if (tagSigns > MOST_TAGS) {
    const message = `YouTube takes tags of up to ${MOST_TAGS} characters in all; these come to ${tagSigns}.`;
    add('youtube-tags-long', message, 'Take out some tags; a tag with a space counts two more.', 'edit-options');
  }
  return found;
}
