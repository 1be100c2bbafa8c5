import type { CaptionLine, CaptionWord } from '../timeline/captionLines.ts';
import type { CaptionLook } from '../timeline/document.ts';
import { type AssEvent, assColour, drawBox, escapeAss, type TextMeasure } from './assEvent.ts';
import type { RenderSpec } from './renderSpec.ts';

const ROW_HEIGHT = 1.22; // em from one row's middle to the next
const WIDEST = 0.74; // share of the picture's width a row may take before the letters shrink: what the platforms' side buttons leave free
const POP_SCALE = 112; // percent of the spoken word, reached over two frames
const POP_REACH = 0.3; // share of a space that the spoken word may grow into on either side
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Where a caption block stands, in pixels: for drawing it and for judging it. */
export type CaptionBlock = {
  readonly size: number;
  readonly rows: readonly { readonly text: string; readonly width: number; readonly y: number }[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** Lays out one caption line in the picture; letters shrink where a row would be too wide. */
export function layOutCaption(line: CaptionLine, look: CaptionLook, spec: RenderSpec, measure: TextMeasure): CaptionBlock {
  const texts = line.rows.map((row) => row.map((word) => shownText(word, look)).join(' '));
  const widths = texts.map((text) => measure.width(text, look.font));
  const widest = Math.max(...widths, 0.1);
  const size = Math.min(look.size * spec.height, (WIDEST * spec.width) / widest);
  const middle = look.y * spec.height;
  const rows = texts.map((text, index) => ({
    text,
    width: (widths[index] ?? 0) * size,
    y: middle + (index - (texts.length - 1) / 2) * ROW_HEIGHT * size,
  }));
  const half = { width: (widest * size) / 2, height: (texts.length * ROW_HEIGHT * size) / 2 };
  return {
    size,
    rows,
    left: spec.width / 2 - half.width,
    right: spec.width / 2 + half.width,
    top: middle - half.height,
    bottom: middle + half.height,
  };
}

/** The events of one caption line. `toOutput` turns timeline frames into output frames. */
export function captionEvents(
  line: CaptionLine,
  look: CaptionLook,
  { spec, measure, toOutput }: { spec: RenderSpec; measure: TextMeasure; toOutput: (frame: number) => number },
): AssEvent[] {
  const block = layOutCaption(line, look, spec, measure);
  const [from, to] = [toOutput(line.from), toOutput(line.to)];
  const place = { look, block, spec, measure, from, to };
  const events: AssEvent[] = [];
  if (look.background !== undefined) {
    const pad = block.size * 0.45;
    const box = {
      x: spec.width / 2,
      y: (block.top + block.bottom) / 2,
      width: block.right - block.left + pad * 2,
      height: block.bottom - block.top + pad,
    };
    events.push({ from, to, layer: 0, text: drawBox({ ...box, radius: pad, colour: look.background }) });
  }
  const turns = turnsOf(line, toOutput, to);
  for (const [index, row] of line.rows.entries()) {
    const { y, text } = block.rows[index] ?? { y: 0, text: '' };
    // Measured words would stand in left-to-right order: such rows keep their letters together and only change colour.
    const mode = RIGHT_TO_LEFT.test(text) && look.highlight.mode !== 'none' ? 'colour' : look.highlight.mode;
    if (mode === 'none') events.push({ from, to, layer: 2, text: rowText(row, null, y, place) });
    else if (mode === 'colour') events.push(...colouredRow(row, y, turns, place));
    else events.push(...separateWords(row, y, turns, mode, place));
  }
  return events.filter((event) => event.to > event.from);
}

type Place = { look: CaptionLook; block: CaptionBlock; spec: RenderSpec; measure: TextMeasure; from: number; to: number };
type Turn = { word: CaptionWord; from: number; to: number };

function shownText(word: CaptionWord, look: CaptionLook): string {
  return look.uppercase ? word.text.toLocaleUpperCase('en') : word.text;
}

/** When each word is the spoken one: from its start until the next word starts, the last one until it ends. */
function turnsOf(line: CaptionLine, toOutput: (frame: number) => number, end: number): Turn[] {
  const words = line.rows.flat();
  return words.map((word, index) => {
    const next = words[index + 1];
    return {
      word,
      from: toOutput(word.from),
      to: Math.min(end, toOutput(next === undefined ? word.to : Math.max(next.from, word.from + 1))),
    };
  });
}

const fontTags = ({ look, block, measure }: Place): string =>
  `\\fn${look.font}\\fs${round(block.size * measure.assHeight(look.font))}\\bord${round(look.outline.width * block.size)}${assColour(look.outline.colour, 3)}`;

function rowText(row: readonly CaptionWord[], spoken: CaptionWord | null, y: number, place: Place): string {
  const { look, spec } = place;
  const words = row.map((word) => {
    const text = escapeAss(shownText(word, look));
    return word === spoken ? `{${assColour(look.highlight.colour, 1)}}${text}{${assColour(look.colour, 1)}}` : text;
  });
  return `{\\an5\\pos(${round(spec.width / 2)},${round(y)})${fontTags(place)}${assColour(look.colour, 1)}}${words.join(' ')}`;
}

function colouredRow(row: readonly CaptionWord[], y: number, turns: readonly Turn[], place: Place): AssEvent[] {
  const events: AssEvent[] = [];
  let at = place.from;
  for (const turn of turns.filter(({ word }) => row.includes(word))) {
    if (turn.from > at) events.push({ from: at, to: turn.from, layer: 2, text: rowText(row, null, y, place) });
    events.push({ from: Math.max(at, turn.from), to: turn.to, layer: 2, text: rowText(row, turn.word, y, place) });
    at = Math.max(at, turn.to);
  }
  events.push({ from: at, to: place.to, layer: 2, text: rowText(row, null, y, place) });
  return events;
}

function separateWords(row: readonly CaptionWord[], y: number, turns: readonly Turn[], mode: 'pop' | 'box', place: Place): AssEvent[] {
  const { look, block, spec, measure } = place;
  const space = measure.width(' ', look.font) * block.size;
  const widths = row.map((word) => measure.width(shownText(word, look), look.font) * block.size);
  let left = spec.width / 2 - (widths.reduce((sum, width) => sum + width, 0) + space * (row.length - 1)) / 2;
  const events: AssEvent[] = [];
  for (const [index, word] of row.entries()) {
    const width = widths[index] ?? 0;
    const x = left + width / 2;
    left += width + space;
    const turn = turns.find((candidate) => candidate.word === word);
    if (turn === undefined) continue;
    const say = (from: number, to: number, layer: number, colour: string, scale = 100): AssEvent => {
      const tags = `\\an5\\pos(${round(x)},${round(y)})${fontTags(place)}${assColour(colour, 1)}${scale === 100 ? '' : `\\fscx${scale}\\fscy${scale}`}`;
      return { from, to, layer, text: `{${tags}}${escapeAss(shownText(word, look))}` };
    };
    events.push(say(place.from, turn.from, 2, look.colour), say(turn.to, place.to, 2, look.colour));
    if (mode === 'box') {
      const box = {
        x,
        y,
        width: width + block.size * 0.36,
        height: block.size * 1.16,
        radius: block.size * 0.22,
        colour: look.highlight.colour,
      };
      events.push({ from: turn.from, to: turn.to, layer: 1, text: drawBox(box) }, say(turn.from, turn.to, 2, look.colour));
      continue;
    }
    const grown = Math.min(POP_SCALE, 100 * (1 + (2 * POP_REACH * space) / width));
    const half = round((100 + grown) / 2);
    events.push(say(turn.from, Math.min(turn.to, turn.from + 1), 3, look.highlight.colour, half));
    events.push(say(turn.from + 1, turn.to, 3, look.highlight.colour, round(grown)));
  }
  return events;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
