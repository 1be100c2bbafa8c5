import { Resvg } from '@resvg/resvg-js';
import { readFile } from 'node:fs/promises';
import satori from 'satori';
import type { PictureOverlay } from '../../shared/render/planRender.ts';
import type { Fonts } from './fonts.ts';

type Card = Extract<PictureOverlay['content'], { kind: 'card' }>;
type Box = { type: string; props: { style: Record<string, string | number>; children?: readonly Box[] | string } };

const box = (style: Record<string, string | number>, children?: readonly Box[] | string): Box => ({
  type: 'div',
  props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, ...(children === undefined ? {} : { children }) },
});

/** Draws a card as PNG, `width` pixels wide and as high as its text. */
export async function drawCard({ title, lines, accent }: Card, width: number, fonts: Fonts): Promise<Buffer> {
  const unit = width / 100;
  const text = lines.map((line) =>
    box({ fontSize: unit * 5.2, color: '#d8d8e0', fontFamily: 'Poppins SemiBold', marginTop: unit * 1.8 }, line),
  );
  const heading = box({ fontSize: unit * 7.4, color: '#ffffff', fontFamily: 'Montserrat ExtraBold', lineHeight: 1.15 }, title);
  const column = box({ flexDirection: 'column', padding: `${unit * 5}px ${unit * 6}px`, flex: 1 }, [heading, ...text]);
  const bar = box({ width: unit * 1.8, background: accent });
  const card = box({ width: '100%', background: '#14141cf2', borderRadius: unit * 4, overflow: 'hidden' }, [bar, column]);
  const data = await Promise.all(
    fonts.files.map(async ({ name, path }) => ({ name, data: await readFile(path), weight: 400 as const, style: 'normal' as const })),
  );
  // satori takes React elements; a plain tree of the same shape is enough and keeps React out of the main process.
  const svg = await satori(card as unknown as Parameters<typeof satori>[0], { width, fonts: data });
  return Buffer.from(new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng());
}
