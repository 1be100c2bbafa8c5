import { bareWord, endsQuestion, endsSentence, isAddress, isAsker, isFigure, isFiller, isLeaning, isStrong } from './language.ts';
import type { SpokenWord } from './recording.ts';

/** A viewer decides within this time. */
const HOOK_SECONDS = 3;
/** In words: the mark of a longer question is heard too late to hold anybody. */
const LONGEST_QUESTION = 14;

export type Opening = {
  /** 0–1: how likely the first three seconds hold a stranger. */
  readonly share: number;
  /** Why, for people, the strongest first. */
  readonly reasons: readonly string[];
};

/** Whether the sentence that begins at `first` is a question: by its mark, or by its first word when nothing is punctuated. */
function beginsQuestion(words: readonly SpokenWord[], first: number): boolean {
  for (let index = first; index < Math.min(words.length, first + LONGEST_QUESTION); index++) {
    const text = words[index]?.text ?? '';
    if (endsQuestion(text)) return true;
    if (endsSentence(text)) return false;
  }
  const opening = words[first]?.text ?? '';
  return isAsker(opening) && /^(how|why|what|who|when|where)$/.test(bareWord(opening));
}

/** Judges the words said in the first three seconds after `from` seconds. */
export function judgeOpening(words: readonly SpokenWord[], first: number, from: number): Opening {
  const opening: SpokenWord[] = [];
  for (let index = first; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || word.start >= from + HOOK_SECONDS) break;
    opening.push(word);
  }
  const [start] = opening;
  if (start === undefined) return { share: 0, reasons: [] };
  const found: { readonly gain: number; readonly reason: string }[] = [];
  if (beginsQuestion(words, first)) found.push({ gain: 0.4, reason: 'Begins with a question' });
  const figure = opening.find(({ text }) => isFigure(text));
  if (figure)
    found.push({ gain: 0.22, reason: `A figure in the first ${HOOK_SECONDS} seconds: “${figure.text.replace(/[.,;:!?]+$/, '')}”` });
  const strong = opening.find(({ text }) => isStrong(text));
  if (strong) found.push({ gain: 0.24, reason: `A strong word at once: “${bareWord(strong.text)}”` });
  if (opening.some(({ text }) => isAddress(text))) found.push({ gain: 0.14, reason: 'Speaks to the viewer in the first seconds' });
  let share = found.reduce((sum, { gain }) => sum + gain, 0.35);
  if (isFiller(start.text)) share -= 0.35;
  else if (isLeaning(start.text)) share -= 0.2;
  if (start.start - from > 1) share -= 0.2;
  return {
    share: Math.min(1, Math.max(0, share)),
    reasons: found.sort((a, b) => b.gain - a.gain).map(({ reason }) => reason),
  };
}
