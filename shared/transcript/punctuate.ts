const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** How far the two may drift apart (a word one side lacks) before the next match is looked for. */
const REACH = 6;
/** Longest run of words that one written word may stand for ("ten-year-old" for "ten", "year", "old"). */
const JOINED = 6;

type Timed = { readonly text: string; readonly start: number; readonly end: number };

/** How many words from `index` on make up `written`; 0 when they do not. */
function matchAt(words: readonly Timed[], index: number, written: string): number {
  let joined = '';
  for (let count = 1; count <= JOINED && index + count <= words.length; count += 1) {
    joined += bare(words[index + count - 1]?.text ?? '');
    if (joined === written) return count;
    if (!written.startsWith(joined)) return 0;
  }
  return 0;
}

/**
 * Gives words the spelling they have in the running text: Whisper's word list has times but no punctuation, its segments
 * have punctuation but no word times. A word without a counterpart keeps its own spelling.
 */
export function punctuate<Word extends Timed>(words: readonly Word[], text: string): Word[] {
  const result: Word[] = [];
  let index = 0;
  for (const token of text.split(/\s+/)) {
    const written = bare(token);
    if (written === '') {
      const last = result.at(-1);
      if (last && /^[!?…:;»]+$/.test(token)) result[result.length - 1] = { ...last, text: last.text + token };
      continue;
    }
    for (let skipped = 0; skipped <= REACH && index + skipped < words.length; skipped += 1) {
      const count = matchAt(words, index + skipped, written);
      const first = words[index + skipped];
      const last = words[index + skipped + count - 1];
      if (count === 0 || !first || !last) continue;
      result.push(...words.slice(index, index + skipped), { ...first, text: token, end: last.end });
      index += skipped + count;
      break;
    }
  }
  return [...result, ...words.slice(index)];
}
