/** What EBU R 128 says of a stretch of sound: LUFS, -Infinity for silence; dBTP, or null when the peak was not measured. */
export type Loudness = { readonly integrated: number; readonly truePeak: number | null };

/** Put at the end of a chain; its summary appears on standard error at level info. "verbose" keeps the frames out of it. */
export const LOUDNESS_FILTER = 'ebur128=framelog=verbose';
/** With the true peak, for twice the work. */
export const PEAK_FILTER = 'ebur128=peak=true:framelog=verbose';

/** Reads the summary FFmpeg prints. @throws Error when there is none, which means the filter never ran. */
export function readLoudness(stderr: string): Loudness {
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const integrated = /I:\s+(-?[\d.]+|-inf|nan) LUFS/.exec(summary)?.[1];
  const truePeak = /Peak:\s+(-?[\d.]+|-inf|nan) dBFS/.exec(summary)?.[1];
  if (integrated === undefined) throw new Error('FFmpeg printed no loudness summary');
  const value = (text: string): number => (Number.isFinite(Number(text)) ? Number(text) : -Infinity);
  return {
    integrated: value(integrated) <= -70 ? -Infinity : value(integrated),
    truePeak: truePeak === undefined ? null : value(truePeak),
  };
}
