/*
Words: an event is one piece of text or drawing that stands still at one place for some frames. Nothing in an event
moves by itself (no \t, \move, \fad): what changes over time is a new event at a frame border. So an event may be cut at
a chunk border and look exactly as it would in one pass.
*/
import type { RenderSpec } from './renderSpec.ts';

/** `from` (inclusive) and `to` (exclusive) are output frames. */
export type AssEvent = { readonly from: number; readonly to: number; readonly layer: number; readonly text: string };

/** Widths and heights of letters, from the font files. */
export type TextMeasure = {
  /** Width of a text in em. */
  width(text: string, font: string): number;
  /** ASS counts a font's size over its ascent and descent; this is that height in em. */
  assHeight(font: string): number;
};

const header = ({ width, height }: RenderSpec): string => `[Script Info]
ScriptType: v4.00+
PlayResX: ${width}
PlayResY: ${height}
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Montserrat ExtraBold,40,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,5,0,0,0,-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
`;

/** The ASS file of output frames [from, to), counted from `from`; null when nothing is shown in them. */
export function writeAss(events: readonly AssEvent[], from: number, to: number, spec: RenderSpec): string | null {
  const shown = events.filter((event) => event.from < to && event.to > from);
  if (shown.length === 0) return null;
  const lines = shown.map((event) => {
    const start = assTime(Math.max(event.from, from) - from, spec.fps);
    const end = assTime(Math.min(event.to, to) - from, spec.fps);
    return `Dialogue: ${event.layer},${start},${end},Default,,0,0,0,,${event.text}\n`;
  });
  return header(spec) + lines.join('');
}

/**
 * The last centisecond before the frame: the event then begins with exactly that frame, also where FFmpeg's floating-point
 * clock puts a frame a hair before its time. Holds up to 60 frames a second.
 */
function assTime(frame: number, fps: number): string {
  const centiseconds = Math.max(0, Math.ceil((frame * 100) / fps) - 1);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(centiseconds / 100);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(centiseconds % 100)}`;
}

/** #rrggbb or #rrggbbaa → the tags of an ASS colour and its alpha (0 is opaque there). `layer` 1 is the text, 3 its outline. */
export function assColour(colour: string, layer: 1 | 3): string {
  const [red, green, blue, alpha = 'ff'] = colour.slice(1).match(/../g) ?? [];
  const transparent = (255 - Number.parseInt(alpha, 16)).toString(16).padStart(2, '0');
  return `\\${layer}c&H${blue}${green}${red}&\\${layer}a&H${transparent}&`
    .toUpperCase()
    .replace(/\\(\d)C/, '\\$1c')
    .replace(/\\(\d)A/, '\\$1a');
}

/** Makes words harmless: braces and backslashes would be read as tags. */
export function escapeAss(text: string): string {
  return text
    .replace(/\\/g, '\\\u2060')
    .replace(/[{}]/g, (brace) => `\\${brace}`)
    .replace(/[\r\n]+/g, ' ');
}

/** A filled rectangle with round corners, centred at (x, y). All in pixels. */
export function drawBox(box: { x: number; y: number; width: number; height: number; radius: number; colour: string }): string {
  const [w, h] = [Math.round(box.width), Math.round(box.height)];
  const r = Math.round(Math.min(box.radius, w / 2, h / 2));
  const c = Math.round(r * 0.448); // 1 − 0.552: the Bézier control distance that imitates a quarter circle
  const path =
    `m ${r} 0 l ${w - r} 0 b ${w - c} 0 ${w} ${c} ${w} ${r} l ${w} ${h - r} b ${w} ${h - c} ${w - c} ${h} ${w - r} ${h} ` +
    `l ${r} ${h} b ${c} ${h} 0 ${h - c} 0 ${h - r} l 0 ${r} b 0 ${c} ${c} 0 ${r} 0`;
  return `{\\an7\\pos(${Math.round(box.x - w / 2)},${Math.round(box.y - h / 2)})\\bord0\\shad0${assColour(box.colour, 1)}\\p1}${path}{\\p0}`;
}
