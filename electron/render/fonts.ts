import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import opentype from 'opentype.js';
import { z } from 'zod';
import type { TextMeasure } from '../../shared/render/assEvent.ts';
import { writeWhole } from '../files/writeWhole.ts';

export type Fonts = {
  readonly measure: TextMeasure;
  /** Names a creator can choose. */
  readonly names: readonly string[];
  /** Changes when any font file does: part of every chunk's hash. */
  readonly hash: string;
  /** A fontconfig file that knows only our fonts. */
  readonly configPath: string;
  /** The file of a font, for the window and for cards. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
};

const WindowsHeights = z.object({ usWinAscent: z.number(), usWinDescent: z.number() });
const FontList = z.object({ fonts: z.array(z.object({ name: z.string(), file: z.string() })).min(1), fallback: z.array(z.string()) });

/**
 * Reads the fonts of `folder` (with its fonts.json) and writes the private fontconfig file into `workFolder`: FFmpeg then
 * sees the same fonts, and the same fallbacks, on every computer.
 */
export async function loadFonts(folder: string, workFolder: string): Promise<Fonts> {
  const list = FontList.parse(JSON.parse(await readFile(join(folder, 'fonts.json'), 'utf8')));
  const hash = createHash('sha256');
  const read = async (file: string): Promise<opentype.Font> => {
    const bytes = await readFile(join(folder, file));
    hash.update(file).update(bytes);
    return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  const named = new Map<string, opentype.Font>();
  for (const { name, file } of list.fonts) named.set(name, await read(file));
  const fallbacks: opentype.Font[] = [];
  for (const file of list.fallback) fallbacks.push(await read(file));
  const configPath = join(workFolder, 'fonts.conf');
  const escape = (path: string): string => path.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  await writeWhole(
    configPath,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${escape(folder)}</dir><cachedir>${escape(join(workFolder, 'fontconfig'))}</cachedir></fontconfig>\n`,
  );
  const files = list.fonts.map(({ name, file }) => ({ name, path: join(folder, file) }));
  return { measure: measureWith(named, fallbacks), names: [...named.keys()], hash: hash.digest('hex'), configPath, files };
}

function measureWith(named: ReadonlyMap<string, opentype.Font>, fallbacks: readonly opentype.Font[]): TextMeasure {
  const [firstFont] = named.values();
  if (firstFont === undefined) throw new Error('fonts.json names no font');
  const known = new Map<string, number>();
  const fontOf = (name: string): opentype.Font => named.get(name) ?? firstFont;
  return {
    width(text, name) {
      const key = `${name}\n${text}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const font = fontOf(name);
      const width = widthOf(text, font, fallbacks);
      if (known.size > 50_000) known.clear();
      known.set(key, width);
      return width;
    },
    assHeight(name) {
      const font = fontOf(name);
      const { usWinAscent, usWinDescent } = WindowsHeights.parse(font.tables['os2']);
      return (usWinAscent + usWinDescent) / font.unitsPerEm;
    },
  };
}

/** Width in em. Letters the font lacks are measured in the fallback that has them, as fontconfig would choose. */
function widthOf(text: string, font: opentype.Font, fallbacks: readonly opentype.Font[]): number {
  let width = 0;
  let run = '';
  let runFont = font;
  const flush = (): void => {
    if (run !== '') width += runWidth(run, runFont);
    run = '';
  };
  for (const letter of text) {
    const has = (candidate: opentype.Font): boolean => candidate.charToGlyphIndex(letter) !== 0;
    const chosen = has(font) ? font : (fallbacks.find(has) ?? font);
    if (chosen !== runFont) flush();
    runFont = chosen;
    run += letter;
  }
  flush();
  return width;
}

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Width in em of a run one font has all letters of. opentype.js throws at lookups it does not know yet (a skin tone or a family
 * among emoji is enough); then each cluster counts as wide as its widest part, since the renderer draws it as one.
 */
function runWidth(run: string, font: opentype.Font): number {
  try {
    return font.getAdvanceWidth(run, 1000) / 1000;
  } catch {
    const widthOfGlyph = (letter: string): number => (font.charToGlyph(letter).advanceWidth ?? 0) / font.unitsPerEm;
    return [...clusters.segment(run)].reduce((sum, { segment }) => sum + Math.max(...Array.from(segment, widthOfGlyph)), 0);
  }
}
