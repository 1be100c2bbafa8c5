/*
The score of a stretch, 0–100, is a sum of parts that each have a highest number of points:
with words:    beginning 14, ending 14, hook 24, pace 14, liveliness 12, substance 12, length 10
without words: beginning 20, ending 20, sound 25, liveliness 25, length 10
*/
import { SENTENCE_BORDER } from './findSentences.ts';
import { judgeOpening, type Opening } from './judgeOpening.ts';
import { endsSentence, isFigure, isFiller, isStrong } from './language.ts';
import type { Listening } from './listen.ts';
import type { Stretch } from './pairPoints.ts';
import type { SpokenWord } from './recording.ts';

export type Judged = { readonly score: number; /** Strongest first. */ readonly reasons: readonly string[] };
type Part = { readonly points: number; readonly of: number; readonly reasons: readonly string[] };

const LONG_PAUSE_SECONDS = 1;

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
/** 1 between `low` and `high`, falling to 0 at the outer values. */
const plateau = (value: number, [zero, low, high, end]: readonly [number, number, number, number]): number =>
  value < low ? clamp((value - zero) / (low - zero)) : clamp((end - value) / (end - high));

/** Neither so short that nothing is said nor up against the longest that was asked for. */
const judgeLength = (seconds: number, { min, max }: { min: number; max: number }): number => {
  const range = Math.max(1e-6, max - min);
  return plateau((seconds - min) / range, [-0.5, 0.2, 0.7, 1.4]);
};

function judgeSound(stretch: Stretch, sound: Listening | null, of: number): Part {
  if (sound === null) return { points: of / 2, of, reasons: [] };
  const { level, liveliness } = sound.measure(stretch.start.time, stretch.end.time);
  const louder = level - sound.level;
  const share = clamp(0.5 + louder / 6) * 0.5 + clamp(0.5 + (liveliness - sound.liveliness) / 3) * 0.5;
  const reasons = [];
  if (louder >= 1) reasons.push(`Louder than the rest by ${louder.toFixed(1)} dB`);
  if (liveliness - sound.liveliness >= 0.5) reasons.push('The voice moves more than elsewhere');
  return { points: share * of, of, reasons };
}

const judgeBorder = (strength: number, of: number, reason: string): Part => ({
  points: strength * of,
  of,
  reasons: strength >= SENTENCE_BORDER ? [reason] : [],
});

const beginsSentence = (words: readonly SpokenWord[], first: number): boolean =>
  first === 0 || endsSentence(words[first - 1]?.text ?? '') || words[first - 1]?.speaker !== words[first]?.speaker;

/** The score is the sum of the parts; the reasons of the parts that lift it most above the middle come first. */
function total(parts: readonly Part[], honest: readonly string[]): Judged {
  const byGain = [...parts].sort((a, b) => b.points - b.of / 2 - (a.points - a.of / 2));
  return {
    score: Math.round(parts.reduce((sum, { points }) => sum + points, 0) * 10) / 10,
    reasons: [...byGain.flatMap(({ reasons }) => reasons), ...honest],
  };
}

/** Prepares running sums over the words, so that judging one stretch takes constant time. */
export function createWordJudge(
  words: readonly SpokenWord[],
  sound: Listening | null,
  wish: { min: number; max: number },
): (stretch: Stretch) => Judged {
  const telling = new Float64Array(words.length + 1);
  const fillers = new Float64Array(words.length + 1);
  const pauses = new Float64Array(words.length + 1);
  for (const [index, word] of words.entries()) {
    const pause = word.start - (words[index - 1]?.end ?? word.start);
    telling[index + 1] = (telling[index] ?? 0) + (isStrong(word.text) || isFigure(word.text) ? 1 : 0);
    fillers[index + 1] = (fillers[index] ?? 0) + (isFiller(word.text) ? 1 : 0);
    pauses[index + 1] = (pauses[index] ?? 0) + (pause > LONG_PAUSE_SECONDS ? pause : 0);
  }
  const openings = new Map<number, Opening>();
  const openingAt = (stretch: Stretch): Opening => {
    const known = openings.get(stretch.start.time);
    if (known) return known;
    const opening = judgeOpening(words, stretch.start.word, stretch.start.time);
    openings.set(stretch.start.time, opening);
    return opening;
  };
  return (stretch) => {
    const { start, end } = stretch;
    const [first, last] = [start.word, end.word];
    const seconds = end.time - start.time;
    const count = last - first;
    const between = (sums: Float64Array, from: number): number => (sums[last] ?? 0) - (sums[Math.min(from, last)] ?? 0);
    const paused = between(pauses, first + 1);
    const pace = count / seconds;
    const rich = between(telling, first);
    const opening = openingAt(stretch);
    const lively =
      plateau(pace, [0.8, 2.1, 3.6, 6]) *
      clamp(1 - (2 * paused) / seconds) *
      clamp(1.1 - (2 * between(fillers, first)) / Math.max(1, count));
    const parts: Part[] = [
      judgeBorder(start.strength, 14, beginsSentence(words, first) ? 'Begins at the start of a sentence' : 'Begins after a pause'),
      judgeBorder(end.strength, 14, endsSentence(words[last - 1]?.text ?? '') ? 'Ends on a finished sentence' : 'Ends in a pause'),
      { points: opening.share * 24, of: 24, reasons: opening.reasons },
      { points: lively * 14, of: 14, reasons: lively > 0.6 ? [`Lively: ${pace.toFixed(1)} words a second`] : [] },
      judgeSound(stretch, sound, 12),
      {
        points: clamp(rich / Math.max(1, count) / 0.12) * 12,
        of: 12,
        reasons: rich >= 3 ? [`Says something: ${rich} figures and strong words`] : [],
      },
      { points: judgeLength(seconds, wish) * 10, of: 10, reasons: [] },
    ];
    const honest = [];
    if (count === 0) honest.push('Nothing is said in it');
    else if (start.strength < SENTENCE_BORDER) honest.push('Begins inside a sentence: no better place gave the length asked for');
    if (count > 0 && end.strength < SENTENCE_BORDER) honest.push('Ends inside a sentence: no better place gave the length asked for');
    return total(parts, honest);
  };
}

/** Judges by sound alone. */
export function createSoundJudge(sound: Listening, wish: { min: number; max: number }): (stretch: Stretch) => Judged {
  return (stretch) => {
    const { start, end } = stretch;
    const { soundShare } = sound.measure(start.time, end.time);
    const parts: Part[] = [
      judgeBorder(start.strength, 20, 'Begins after a pause'),
      judgeBorder(end.strength, 20, 'Ends in a pause'),
      {
        points: plateau(soundShare, [0.3, 0.75, 0.95, 1.4]) * 25,
        of: 25,
        reasons: soundShare > 0.6 ? [`Little silence: ${Math.round(soundShare * 100)} % of it is heard`] : [],
      },
      judgeSound(stretch, sound, 25),
      { points: judgeLength(end.time - start.time, wish) * 10, of: 10, reasons: [] },
    ];
    return total(parts, ['Chosen by sound alone: there is no transcript']);
  };
}
