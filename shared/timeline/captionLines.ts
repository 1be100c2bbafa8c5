import { captionWords, type CaptionWord } from './captionWords.ts';
import { timelineLength, type CaptionLook, type Clip, type Id, type Timeline } from './document.ts';

export type { CaptionWord } from './captionWords.ts';

/** One caption block: what is on screen during the timeline frames [from, to), row by row. Lines never overlap in time. */
export type CaptionLine = {
  readonly from: number;
  readonly to: number;
  readonly rows: CaptionWord[][];
};

const PAUSE_SECONDS = 0.6;
const LINGER_SECONDS = 0.4;
/** A cut that takes out no more than this (a filler word, a breath) is still one flow of speech. */
const FLOWING_CUT_SECONDS = 1.5;
const SENTENCE_END = /[.!?…。！？]["'”’»)\]]*$/u;

/**
 * Groups the captioned words into blocks that are read at a glance: a new block begins after a sentence, a pause, or a jump to
 * other speech, and where a block would hold more than the look allows. Blocks of one sentence are of about equal size, and so
 * are their rows. A block stays up a little after its last word where there is room. `uppercase` is left to the renderer.
 */
export function captionLines(timeline: Timeline): CaptionLine[] {
  if (!timeline.captions.visible) return [];
  const { look } = timeline.captions;
  const blocks = groupSpeech(timeline, captionWords(timeline)).flatMap((words) => splitEvenly(words, look.maxWordsPerLine * look.maxLines));
  const lines: CaptionLine[] = [];
  const end = timelineLength(timeline);
  let free = 0; // first frame no earlier block stands on
  for (const [index, words] of blocks.entries()) {
    const from = Math.max(words[0]?.from ?? 0, free);
    const spoken = words.reduce((last, { to }) => Math.max(last, to), 0);
    if (spoken <= from) continue; // words crowded into frames that are already taken
    const lingering = Math.min(spoken + Math.round(LINGER_SECONDS * timeline.fps), end);
    const next = blocks[index + 1]?.[0]?.from ?? Number.POSITIVE_INFINITY;
    const to = Math.max(Math.min(Math.max(lingering, spoken), next), from + 1);
    lines.push({ from, to, rows: layRows(words, look) });
    free = to;
  }
  return lines;
}

/** Runs of words without a sentence end, a pause or a jump between them. */
function groupSpeech(timeline: Timeline, words: readonly CaptionWord[]): CaptionWord[][] {
  const clips = new Map(timeline.tracks.flatMap((track) => track.clips.map((clip) => [clip.id, clip] as const)));
  const groups: CaptionWord[][] = [];
  let previous: CaptionWord | null = null;
  for (const word of words) {
    const group = groups.at(-1);
    if (group !== undefined && previous !== null && flowsOn(previous, word, { clips, fps: timeline.fps })) group.push(word);
    else groups.push([word]);
    previous = word;
  }
  return groups;
}

function flowsOn(before: CaptionWord, after: CaptionWord, { clips, fps }: { clips: ReadonlyMap<Id, Clip>; fps: number }): boolean {
  if (after.from < before.to && after.clipId !== before.clipId) return true; // two voices at once share a block
  if (SENTENCE_END.test(before.text) || after.from - before.to > PAUSE_SECONDS * fps) return false;
  if (after.clipId === before.clipId) return true;
  const left = clips.get(before.clipId);
  const right = clips.get(after.clipId);
  if (left === undefined || right === undefined || left.assetId !== right.assetId) return false;
  const jump = right.trimIn - (left.trimIn + left.length * left.speed);
  return jump > -1 && jump <= FLOWING_CUT_SECONDS * fps;
}

/** Cuts a list into the fewest pieces of at most `most`, as equal as they can be. */
function splitEvenly<Item>(items: readonly Item[], most: number): Item[][] {
  const pieces = Math.ceil(items.length / most);
  return Array.from({ length: pieces }, (_, index) =>
    items.slice(Math.round((index * items.length) / pieces), Math.round(((index + 1) * items.length) / pieces)),
  );
}

/** The fewest rows the look allows, broken where the longest row is shortest. */
function layRows(words: readonly CaptionWord[], { maxWordsPerLine }: CaptionLook): CaptionWord[][] {
  return breakRows(words, Math.ceil(words.length / maxWordsPerLine), maxWordsPerLine).rows;
}

function breakRows(words: readonly CaptionWord[], rows: number, most: number): { rows: CaptionWord[][]; longest: number } {
  if (rows <= 1) return { rows: [[...words]], longest: rowLength(words) };
  let best: { rows: CaptionWord[][]; longest: number } | null = null;
  for (let count = Math.max(1, words.length - (rows - 1) * most); count <= Math.min(most, words.length - rows + 1); count += 1) {
    const first = words.slice(0, count);
    const rest = breakRows(words.slice(count), rows - 1, most);
    const longest = Math.max(rowLength(first), rest.longest);
    if (best === null || longest < best.longest) best = { rows: [first, ...rest.rows], longest };
  }
  return best ?? { rows: [[...words]], longest: rowLength(words) };
}

const rowLength = (words: readonly CaptionWord[]): number => words.reduce((sum, { text }) => sum + text.length + 1, 0);
