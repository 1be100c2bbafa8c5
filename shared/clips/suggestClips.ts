import type { ClipCandidate } from '../contract/clips.ts';
import { chooseGreedily, chooseMost } from './chooseApart.ts';
import { cutPoints, type CutPoints } from './cutPoints.ts';
import { findGaps, findSentences, SENTENCE_BORDER } from './findSentences.ts';
import { listen, type Listening } from './listen.ts';
import { pairAny, pairBest, type Stretch } from './pairPoints.ts';
import { pausePoints } from './pausePoints.ts';
import { orderWords, type ClipWish, type Recording } from './recording.ts';
import { createSoundJudge, createWordJudge, type Judged } from './scoreStretch.ts';
import { titleClip } from './titleClip.ts';

/** A recording shorter than the shortest clip wanted is offered whole, from this length on. */
const SHORTEST_WHOLE_SECONDS = 1;
const REASONS_SHOWN = 6;

/** What a stretch scores whose choice rests on nothing that was heard. */
const BLIND_SCORE = 40;

/** `start + max - start` may come out a hair longer than `max`. Far below one sample of sound. */
const ROUNDING = 1e-9;

const sayTime = (seconds: number): string => {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return `${minutes}:${String(rest).padStart(2, '0')}`;
};

type Scored = Stretch & { readonly from: number; readonly to: number; readonly score: number };

/**
 * First the best stretches between whole sentences. Where those are fewer than wanted and the recording may hold more,
 * any cut points will do, and the choice with the most stretches wins.
 */
function choose(points: CutPoints, judge: (stretch: Stretch) => Judged, wish: ClipWish, seconds: number): Scored[] {
  const score = (stretch: Stretch): Scored => ({
    ...stretch,
    from: stretch.start.time,
    to: stretch.end.time,
    score: judge(stretch).score,
  });
  const best = chooseGreedily(pairBest(points, wish, SENTENCE_BORDER).map(score), wish.count);
  const possible = Math.min(wish.count, Math.floor(seconds / wish.min));
  if (best.length >= possible) return best;
  const most = chooseMost([...pairBest(points, wish, SENTENCE_BORDER), ...pairAny(points, wish)].map(score), possible);
  return most.length > best.length ? most : best;
}

/** Nothing can be heard: equal parts, spread over the whole. */
function divideEvenly({ count, min, max }: ClipWish, seconds: number): ClipCandidate[] {
  const parts = Math.min(count, Math.floor(seconds / min));
  const borders = Array.from({ length: parts + 1 }, (_, index) => (index === parts ? seconds : (seconds / parts) * index));
  return Array.from({ length: parts }, (_, index) => {
    const [start = 0, next = seconds] = borders.slice(index, index + 2);
    const longest = start + max - start > max ? start + max - ROUNDING : start + max;
    const end = Math.min(next, longest);
    const why = 'Nothing can be heard in the recording, so it is divided evenly';
    return { start, end, score: BLIND_SCORE, reasons: [why], title: `Part ${index + 1}, from ${sayTime(start)}` };
  }).filter(({ start, end }) => end - start >= min);
}

function takeWhole(wish: ClipWish, seconds: number, title: string): ClipCandidate[] {
  if (seconds < SHORTEST_WHOLE_SECONDS || seconds > wish.max) return [];
  const why = `The whole recording: with ${seconds.toFixed(1)} seconds it is shorter than the ${wish.min} asked for`;
  return [{ start: 0, end: seconds, score: BLIND_SCORE, reasons: [why], title }];
}

function suggestBySound(sound: Listening, wish: ClipWish, seconds: number): ClipCandidate[] {
  const judge = createSoundJudge(sound, wish);
  return choose(pausePoints(sound, seconds), judge, wish, seconds).map((stretch) => ({
    start: stretch.from,
    end: stretch.to,
    score: stretch.score,
    reasons: judge(stretch).reasons.slice(0, REASONS_SHOWN),
    title: `From ${sayTime(stretch.from)}`,
  }));
}

/**
 * Chooses stretches of a recording that could stand alone, best first: as many as `count` where the recording holds
 * them, each between `min` and `max` seconds, none overlapping, none beginning or ending inside a word. A recording
 * shorter than `min` is offered whole and says so. Takes O(n log n) in words and levels.
 */
export function suggestClips(recording: Recording, wish: ClipWish): ClipCandidate[] {
  const { waveform, seconds } = recording;
  const words = orderWords(recording);
  const heard = waveform === null || waveform.levels.every((level) => level <= -90) ? null : listen(waveform);
  const gaps = findGaps(words, heard, seconds);
  const sentences = findSentences(gaps, words.length);
  if (seconds < wish.min) {
    return takeWhole(wish, seconds, words.length > 0 ? titleClip(words, sentences, 0, words.length) : 'The whole recording');
  }
  const byScore = (a: ClipCandidate, b: ClipCandidate): number => b.score - a.score || a.start - b.start;
  if (words.length === 0) return (heard ? suggestBySound(heard, wish, seconds) : divideEvenly(wish, seconds)).sort(byScore);
  const judge = createWordJudge(words, heard, wish);
  return choose(cutPoints(gaps, heard), judge, wish, seconds)
    .map((stretch) => ({
      start: stretch.from,
      end: stretch.to,
      score: stretch.score,
      reasons: judge(stretch).reasons.slice(0, REASONS_SHOWN),
      title: titleClip(words, sentences, stretch.start.word, stretch.end.word) || `From ${sayTime(stretch.from)}`,
    }))
    .sort(byScore);
}
