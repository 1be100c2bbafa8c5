import { Failure } from '../errors.ts';
import type { Word } from '../timeline/document.ts';
import { arrangeCues } from './arrangeCues.ts';
import type { Cues } from './cue.ts';
import { parseAss } from './parseAss.ts';
import { parseJson } from './parseJson.ts';
import { parseSubtitles } from './parseSubtitles.ts';
import { spreadWords } from './spreadWords.ts';
import { tidyWords } from './tidyWords.ts';

/** The content decides, not the name: files are often called wrongly. */
function parse(text: string, lines: readonly string[]): Cues {
  if (/^\s*[[{]\s*["[{\]}]/.test(text)) return parseJson(text);
  if (lines.some((line) => /^\s*\[(Script Info|Events|V4\+? Styles)\]/i.test(line))) return parseAss(lines);
  return parseSubtitles(lines);
}

/**
 * Reads the text of a transcript or subtitle file (SRT, VTT, ASS, SSA, JSON) into words.
 * The words are sorted, none overlap, none are empty, all lie inside the recording. Notes say what was repaired.
 * @param seconds length of the recording; null when it is not known.
 * @throws Failure TRANSCRIPT_BROKEN naming the line where nothing could be read.
 */
export function readTranscript(text: string, seconds: number | null): { words: Word[]; notes: string[] } {
  const clean = text.replace(/^\ufeff/, '').replace(/\0/g, '');
  const lines = clean.split(/\r\n|\r|\n/);
  if (clean.trim() === '') throw new Failure('TRANSCRIPT_BROKEN', 'The transcript is empty.', 'Choose a file with text in it.');
  const found = parse(clean, lines);
  if (found.cues.length === 0) {
    const line = lines.findIndex((one) => one.trim() !== '') + 1;
    throw new Failure(
      'TRANSCRIPT_BROKEN',
      `No timed text was found in the transcript (looked from line ${line}: “${(lines[line - 1] ?? '').trim().slice(0, 60)}”).`,
      'Use an SRT, VTT, ASS or JSON file whose lines have times.',
    );
  }
  const { cues, notes } = arrangeCues(found, seconds);
  const words = tidyWords(cues.flatMap(spreadWords), seconds);
  if (words.length === 0)
    throw new Failure(
      'TRANSCRIPT_BROKEN',
      `The transcript has no words inside the recording (first cue in line ${found.cues[0]?.line ?? 1}).`,
      'Check that the transcript belongs to this recording.',
    );
  return { words, notes: [...notes] };
}
