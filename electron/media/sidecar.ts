import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import { readTranscript } from '../../shared/transcript/readTranscript.ts';
import type { Word } from '../../shared/timeline/document.ts';
import { decodeText } from '../files/decodeText.ts';

/** Best first: JSON and VTT may have a time for every word. */
const ENDINGS = ['.json', '.vtt', '.srt', '.ass', '.ssa'];
/** Ten hours of speech with a time for each word are about 10 MB. */
const LARGEST = 50_000_000;

/**
 * Reads a transcript file in whatever encoding it is.
 * @throws Failure TRANSCRIPT_BROKEN, also for a file that is missing or too large.
 */
export async function readTranscriptFile(path: string, seconds: number): Promise<{ words: Word[]; notes: string[] }> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new Failure('TRANSCRIPT_BROKEN', `There is no transcript at ${path}.`, 'Check the name and the folder.');
  if (found.size > LARGEST)
    throw new Failure('TRANSCRIPT_BROKEN', `${basename(path)} is too large for a transcript.`, 'Choose an SRT, VTT, ASS or JSON file.');
  const { text, encoding } = decodeText(await readFile(path));
  const { words, notes } = readTranscript(text, seconds);
  return { words, notes: encoding === 'utf-8' ? notes : [`Read as ${encoding}.`, ...notes] };
}

/** Transcript files with the recording's own name beside it ("talk.srt" or "talk.en.srt" for "talk.mp4"), best first. */
export async function findSidecars(recording: string): Promise<string[]> {
  const stem = basename(recording, extname(recording)).toLowerCase();
  const names = await readdir(dirname(recording)).catch(() => []); // a folder that may not be listed has no sidecars for us
  const languageOf = (name: string): string | null => {
    const own = basename(name, extname(name)).toLowerCase();
    if (own === stem) return '';
    const rest = own.startsWith(`${stem}.`) ? own.slice(stem.length + 1) : '';
    return /^[a-z]{2,3}(-[a-z\d]{2,8})?$/.test(rest) ? rest : null;
  };
  return names
    .map((name) => ({ name, language: languageOf(name), rank: ENDINGS.indexOf(extname(name).toLowerCase()) }))
    .filter(({ language, rank }) => language !== null && rank >= 0)
    .toSorted((a, b) => Number(a.language !== '') - Number(b.language !== '') || a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .map(({ name }) => join(dirname(recording), name));
}
