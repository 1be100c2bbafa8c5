/*
Words: a cue is a stretch of text with a time, as a file gives it. A word is what the studio works with: one spoken word
with a time of its own. Times are seconds in the recording.
*/

export type Cue = {
  /** Line of the file, from 1, for messages; 0 when the file has no lines worth naming. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Plain text: no tags, no entities. */
  readonly text: string;
  readonly speaker?: string | undefined;
};

/** What a parser found. Notes say in plain words what was repaired or left out. */
export type Cues = { readonly cues: readonly Cue[]; readonly notes: readonly string[] };

/** "3 cues" or "1 cue". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
