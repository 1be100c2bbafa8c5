import type { Finding } from '../contract/renders.ts';
import type { PlatformRules } from './platformRules.ts';
import type { VideoFacts } from './videoFacts.ts';

type Misfit = { readonly what: string; readonly message: string; readonly cure: string };

const sayBytes = (bytes: number): string => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`);
const saySeconds = (seconds: number): string => `${Number(seconds.toFixed(1))} s`;

/** Half a frame either way is not too long. */
const SECONDS_MARGIN = 0.05;

/** What a platform measures of a film; `fps` is null where it was not measured. */
export type FilmFacts = Pick<VideoFacts, 'width' | 'height' | 'seconds' | 'bytes'> & { readonly fps: number | null };

/** Where a film is outside of what a platform takes, in plain words. */
export function findMisfits({ label, file }: PlatformRules, facts: FilmFacts): Misfit[] {
  const { width, height, seconds, bytes, fps } = facts;
  const misfits: Misfit[] = [];
  const add = (what: string, message: string, cure: string): void => void misfits.push({ what, message: `${label} ${message}`, cure });
  if (seconds > file.maxSeconds + SECONDS_MARGIN) {
    add('too-long', `takes at most ${saySeconds(file.maxSeconds)}; this is ${saySeconds(seconds)}.`, 'Cut it shorter for this platform.');
  }
  if (seconds < file.minSeconds - SECONDS_MARGIN) {
    add(
      'too-short',
      `takes nothing below ${saySeconds(file.minSeconds)}; this is ${saySeconds(seconds)}.`,
      'Make it longer for this platform.',
    );
  }
  if (bytes > file.maxBytes) {
    add('too-big', `takes at most ${sayBytes(file.maxBytes)}; this is ${sayBytes(bytes)}.`, 'Render it smaller or shorter.');
  }
  if (Math.min(width, height) < file.minSide || Math.max(width, height) > file.maxSide) {
    const range = `${file.minSide} to ${file.maxSide} pixels a side`;
    add('size', `takes ${range}; this is ${width} × ${height}.`, 'Render it in a format made for this platform.');
  }
  if (fps !== null && (fps < file.minFps - 0.05 || fps > file.maxFps + 0.05)) {
    const range = `${file.minFps} to ${file.maxFps} frames a second`;
    add('rate', `takes ${range}; this has ${Number(fps.toFixed(2))}.`, 'Render it at 30 frames a second.');
  }
  const aspect = width / height;
  if (aspect < file.aspect.min - 0.005 || aspect > file.aspect.max + 0.005) {
    const wanted = aspect < file.aspect.min ? 'wider' : 'narrower';
    add('shape', `wants a ${wanted} picture than ${width} × ${height}.`, 'Render it in a format made for this platform.');
  }
  return misfits;
}

/**
 * Measures the file against each platform's limits. For a platform it was made for, a broken limit is a problem; for
 * the others a note. Of a file made for none in particular it is a problem only when no platform takes it.
 */
export function judgePlatforms(facts: VideoFacts, platforms: readonly PlatformRules[], madeFor: readonly string[] | undefined): Finding[] {
  const judged = platforms.filter(({ name }) => madeFor === undefined || madeFor.includes(name)).map((rules) => findMisfits(rules, facts));
  const nowhere = judged.length > 0 && judged.every((misfits) => misfits.length > 0);
  const weight = madeFor !== undefined || nowhere ? 'problem' : 'note';
  return judged.flat().map(({ what, message, cure }) => ({ code: `platform-${what}`, weight, message, cure, at: null }));
}
