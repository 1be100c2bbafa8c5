import { cutPoints, type CutPoints, type Gap } from './cutPoints.ts';
import type { Listening } from './listen.ts';

/** How well a stretch begins or ends in a silence of this length, without knowing what is said. */
const strengthOf = (silence: number): number => Math.min(1, 0.3 + silence * 0.9);

/** Cut points of a recording without words: its silences, and a weak point every second so that every length can be had. */
export function pausePoints(sound: Listening, seconds: number): CutPoints {
  const atEdge = (moment: number): boolean => moment < 0.05 || moment > seconds - 0.05;
  const opening = sound.silences.find(({ start }) => atEdge(start) && start < 1)?.end ?? 0;
  const closing = sound.silences.findLast(({ end }) => atEdge(end) && end > 1)?.start ?? seconds;
  const gaps: Gap[] = [
    { from: 0, to: Math.min(seconds, opening), word: 0, startStrength: 0.8, endStrength: 0 },
    ...sound.silences
      .filter(({ start, end }) => !atEdge(start) && !atEdge(end))
      .map(({ start, end }) => ({
        from: start,
        to: end,
        word: 1,
        startStrength: strengthOf(end - start),
        endStrength: strengthOf(end - start),
      })),
    { from: Math.min(seconds, closing), to: seconds, word: 1, startStrength: 0, endStrength: 0.8 },
  ];
  const { starts, ends } = cutPoints(gaps, sound);
  const everySecond = Array.from({ length: Math.max(0, Math.ceil(seconds) - 1) }, (_, index) => {
    const time = Math.min(seconds, Math.round(sound.quietest(index + 0.6, index + 1.4) * 1000) / 1000);
    return { time, strength: 0, word: 0, from: 0, to: seconds };
  });
  const free = { word: 0, from: 0, to: seconds };
  const withWeak = (points: CutPoints['starts']): CutPoints['starts'] =>
    [...points.map((point) => ({ ...point, ...free })), ...everySecond].sort((a, b) => a.time - b.time);
  return { starts: withWeak(starts), ends: withWeak(ends) };
}
