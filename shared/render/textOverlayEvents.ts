import type { z } from 'zod';
import type { TextOverlay } from '../timeline/document.ts';
import { type AssEvent, assColour, drawBox, escapeAss, type TextMeasure } from './assEvent.ts';
import type { RenderSpec } from './renderSpec.ts';

const ROW_HEIGHT = 1.2;
const WIDEST = 0.94;
const OUTLINE = 0.05; // em; keeps text without a box readable on any picture

/** The events of a title or other text laid over the picture. Rows are separated by line breaks. */
export function textOverlayEvents(
  overlay: z.infer<typeof TextOverlay>,
  { spec, measure, toOutput }: { spec: RenderSpec; measure: TextMeasure; toOutput: (frame: number) => number },
): AssEvent[] {
  const rows = overlay.text.split(/\r?\n/).filter((row) => row.trim() !== '');
  const widest = Math.max(...rows.map((row) => measure.width(row, overlay.font)), 0.1);
  const size = Math.min(overlay.size * spec.height, (WIDEST * spec.width) / widest);
  const [x, y] = [overlay.x * spec.width, overlay.y * spec.height];
  const time = { from: toOutput(overlay.start), to: toOutput(overlay.start + overlay.length) };
  const events: AssEvent[] = [];
  if (overlay.background !== undefined) {
    const box = {
      x,
      y,
      width: (widest + 0.9) * size,
      height: (rows.length * ROW_HEIGHT + 0.4) * size,
      radius: size * 0.3,
      colour: overlay.background,
    };
    events.push({ ...time, layer: 4, text: drawBox(box) });
  }
  const outline = overlay.background === undefined ? OUTLINE * size : 0;
  for (const [index, row] of rows.entries()) {
    const rowY = y + (index - (rows.length - 1) / 2) * ROW_HEIGHT * size;
    const font = `\\fn${overlay.font}\\fs${(size * measure.assHeight(overlay.font)).toFixed(2)}\\bord${outline.toFixed(2)}${assColour('#101014', 3)}`;
    const tags = `\\an5\\pos(${x.toFixed(2)},${rowY.toFixed(2)})${font}${assColour(overlay.colour, 1)}`;
    events.push({ ...time, layer: 5, text: `{${tags}}${escapeAss(row)}` });
  }
  return events.filter((event) => event.to > event.from);
}
