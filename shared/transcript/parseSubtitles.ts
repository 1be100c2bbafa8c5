import { countOf, type Cue, type Cues } from './cue.ts';
import { parseTime } from './parseTime.ts';
import { stripMarkup } from './stripMarkup.ts';

const ARROW = /^\s*(\S+)\s*--?>\s*(\S+)/;
const STAMP = /<((?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})>/;

type Block = { line: number; start: number; end: number; lines: string[] };

/** SubRip lets text go on after an empty line, WebVTT does not: there comments and styles may follow. */
function readBlocks(lines: readonly string[], vtt: boolean): { blocks: Block[]; unreadable: number[] } {
  const blocks: Block[] = [];
  const unreadable: number[] = [];
  let open: Block | null = null;
  lines.forEach((line, index) => {
    if (line.includes('-->')) {
      // the number of a SubRip cue, or the name of a WebVTT cue, stands above its times
      if (!vtt && open && /^\s*\d+\s*$/.test(open.lines.at(-1) ?? '')) open.lines.pop();
      const [, from = '', to = ''] = ARROW.exec(line) ?? [];
      const start = parseTime(from);
      const end = parseTime(to);
      open = start === null || end === null ? null : { line: index + 1, start, end, lines: [] };
      if (open) blocks.push(open);
      else unreadable.push(index + 1);
    } else if (vtt && line === '') open = null;
    else if (line.trim() !== '') open?.lines.push(line);
  });
  return { blocks, unreadable };
}

/** Live captions (YouTube's, for example) show the last line again above each new one. */
function dropRepeatedLines(blocks: readonly Block[]): number {
  const shown = (line: string): string => stripMarkup(line.replaceAll(new RegExp(STAMP, 'g'), ''));
  const repeats: Block[] = [];
  blocks.forEach((block, index) => {
    const above = blocks[index - 1]?.lines.map(shown).findLast((line) => line !== '');
    if (above !== undefined && block.lines.length > 0 && shown(block.lines[0] ?? '') === above) repeats.push(block);
  });
  if (repeats.length < 3 || repeats.length < blocks.length * 0.3) return 0; // people do say a thing twice
  for (const block of repeats) block.lines.shift();
  return repeats.length;
}

/** A block with times inside its text becomes one cue for each piece. */
function cuesOf(block: Block): Cue[] {
  const raw = block.lines.join('\n');
  const speaker = /<v(?:\.[^\s>]*)?\s+([^>]+)>/.exec(raw)?.[1]?.trim();
  const pieces = raw.split(STAMP); // text, time, text, time, text …
  const cues: Cue[] = [];
  let start = block.start;
  for (let index = 0; index < pieces.length; index += 2) {
    const next = pieces[index + 1];
    const end = next === undefined ? block.end : (parseTime(next) ?? block.end);
    const text = stripMarkup(pieces[index] ?? '');
    if (text !== '') cues.push({ line: block.line, start, end, text, speaker });
    start = end;
  }
  return cues;
}

/**
 * Reads SubRip or WebVTT. Tolerates what is seen in the wild: missing numbers, hours left out, point or comma, short
 * fractions, text directly before the next cue, settings after the times.
 */
export function parseSubtitles(lines: readonly string[]): Cues {
  const vtt = /^\s*WEBVTT/i.test(lines.find((line) => line.trim() !== '') ?? '');
  const { blocks, unreadable } = readBlocks(lines, vtt);
  const repeated = dropRepeatedLines(blocks);
  const notes: string[] = [];
  if (unreadable.length > 0)
    notes.push(`Left out ${countOf(unreadable.length, 'cue')} whose times cannot be read (first in line ${unreadable[0]}).`);
  if (repeated > 0) notes.push(`Left out ${countOf(repeated, 'line')} that only repeated the line before, as live captions do.`);
  return { cues: blocks.flatMap(cuesOf), notes };
}
