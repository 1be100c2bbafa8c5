import type { Sentence } from './findSentences.ts';
import { endsQuestion, endsSentence, isAddress, isFigure, isFiller, isLeaning, isStrong } from './language.ts';
import type { SpokenWord } from './recording.ts';

const LONGEST = 60;

/** Cuts at the end of a word, with an ellipsis where something was left out. */
function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST); // one more than fits, to see whether a word ends there
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > 0 ? space : LONGEST - 1).replace(/[\s,;:–—-]+$/u, '')}…`;
}

function appeal(words: readonly SpokenWord[], place: number): number {
  const texts = words.map(({ text }) => text);
  const length = texts.join(' ').length;
  let points = texts.filter((text) => isStrong(text) || isFigure(text)).length / Math.sqrt(texts.length);
  if (endsQuestion(texts.at(-1) ?? '')) points += 1;
  if (texts.some(isAddress)) points += 0.3;
  if (endsSentence(texts.at(-1) ?? '')) points += 0.4;
  if (texts.length < 4) points -= 2;
  if (length > LONGEST) points -= 0.6;
  if (isFiller(texts[0] ?? '') || isLeaning(texts[0] ?? '')) points -= 0.5;
  return points - place * 0.05; // what comes early is nearer to what the clip is about
}

/** The strongest sentence of words `first` to `end`, at most 60 characters, cut at a word. */
export function titleClip(words: readonly SpokenWord[], sentences: readonly Sentence[], first: number, end: number): string {
  const inside = sentences
    .map((sentence) => words.slice(Math.max(first, sentence.first), Math.min(end, sentence.end)))
    .filter(({ length }) => length > 0);
  let best = inside[0] ?? words.slice(first, end);
  let most = -Infinity;
  for (const [place, sentence] of inside.entries()) {
    const points = appeal(sentence, place);
    if (points > most) [best, most] = [sentence, points];
  }
  const spoken = best.map(({ text }) => text);
  while (spoken.length > 4 && isFiller(spoken[0] ?? '')) spoken.shift();
  const text = spoken
    .join(' ')
    .replace(/\s+/gu, ' ')
    .replace(/[.,;:]+$/u, '')
    .trim();
  return shorten(text.charAt(0).toUpperCase() + text.slice(1));
}
