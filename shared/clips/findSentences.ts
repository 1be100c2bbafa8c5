import type { Gap } from './cutPoints.ts';
import { endsPhrase, endsSentence, startsLower, startsUpper } from './language.ts';
import type { Listening } from './listen.ts';
import type { SpokenWord } from './recording.ts';

/** From this strength on, a gap is taken as the border of a sentence. */
export const SENTENCE_BORDER = 0.7;

export type Sentence = { readonly first: number; /** One past its last word. */ readonly end: number };

/** Finds the silence a moment lies in, by halving. Length in seconds, 0 outside any. */
function silenceAt(moment: number, sound: Listening | null): number {
  const silences = sound?.silences ?? [];
  let [low, high] = [0, silences.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const silence = silences[middle];
    if (silence === undefined) return 0;
    if (moment < silence.start) high = middle - 1;
    else if (moment > silence.end) low = middle + 1;
    else return silence.end - silence.start;
  }
  return 0;
}

/** A transcript without punctuation tells its sentences by pauses alone. */
function borderStrength(pause: number, punctuated: boolean): number {
  if (punctuated) return pause >= 1.2 ? SENTENCE_BORDER : 0;
  if (pause >= 0.6) return 1;
  if (pause >= 0.35) return 0.75;
  return pause >= 0.2 ? 0.4 : 0;
}

/**
 * The free time between words in order, with how well a stretch begins and ends there: 1 at a full stop or a change of
 * speaker, less at long pauses and commas. Gaps that another word talks into are left out, so no cut ever splits a word.
 */
export function findGaps(words: readonly SpokenWord[], sound: Listening | null, seconds: number): Gap[] {
  const punctuated = words.filter(({ text }) => endsSentence(text)).length * 60 >= words.length;
  const capitals = words.some(({ text }) => startsUpper(text));
  const strengthBetween = (before: SpokenWord, after: SpokenWord, pause: number): number => {
    if (before.speaker !== undefined && after.speaker !== undefined && before.speaker !== after.speaker) return 1;
    const goesOn = capitals && before.text.endsWith('.') && startsLower(after.text) && pause < 0.5;
    if (endsSentence(before.text) && !goesOn) return 1;
    const byPause = borderStrength(pause, punctuated);
    return endsPhrase(before.text) ? Math.max(byPause, pause >= 0.3 ? 0.5 : 0.3) : byPause;
  };
  const gaps: Gap[] = [];
  let spokenUntil = 0;
  for (let index = 0; index <= words.length; index++) {
    const before = words[index - 1];
    const after = words[index];
    const from = spokenUntil;
    const to = after?.start ?? seconds;
    spokenUntil = Math.max(spokenUntil, after?.end ?? 0);
    if (from > to) continue;
    const pause = Math.max(to - from, silenceAt((from + to) / 2, sound));
    if (before === undefined || after === undefined) {
      const finished = before !== undefined && (!punctuated || endsSentence(before.text)) ? 1 : 0.6;
      gaps.push({ from, to, word: index, startStrength: after === undefined ? 0 : 1, endStrength: before === undefined ? 0 : finished });
      continue;
    }
    const strength = strengthBetween(before, after, pause);
    gaps.push({ from, to, word: index, startStrength: strength, endStrength: strength });
  }
  return gaps;
}

/** The runs of words between sentence borders. */
export function findSentences(gaps: readonly Gap[], wordCount: number): Sentence[] {
  const sentences: Sentence[] = [];
  let first = 0;
  for (const { word, endStrength } of gaps) {
    if (word === 0 || word === wordCount || endStrength < SENTENCE_BORDER) continue;
    sentences.push({ first, end: word });
    first = word;
  }
  if (first < wordCount) sentences.push({ first, end: wordCount });
  return sentences;
}
