const SPOKEN = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Sc}%]/u;
const TRAILING = /^[!?…;:»”.,]+$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const LONGEST = 200;

/** Scripts written without blanks are cut where a dictionary sees words. */
function cutUnspaced(token: string): string[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(token)) {
    const last = words.at(-1);
    if (isWordLike === true || last === undefined) words.push(segment);
    else words[words.length - 1] = last + segment;
  }
  return words;
}

/**
 * The words a text is spoken as. Punctuation standing alone joins the word before it (French "oui !"), dashes and notes
 * standing alone are dropped, overlong words are cut to 200 characters.
 */
export function wordsOfText(text: string): string[] {
  const words: string[] = [];
  for (const token of text.split(/[\s\u00a0]+/)) {
    const last = words.at(-1);
    if (!SPOKEN.test(token)) {
      if (last !== undefined && TRAILING.test(token)) words[words.length - 1] = `${last}\u00a0${token}`;
      continue;
    }
    for (const part of UNSPACED.test(token) && token.length > 4 ? cutUnspaced(token) : [token]) if (SPOKEN.test(part)) words.push(part);
  }
  return words.map((word) => (word.length > LONGEST ? word.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '') : word));
}
