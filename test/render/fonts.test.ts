import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawCard } from '../../electron/render/drawCard.ts';
import { loadFonts } from '../../electron/render/fonts.ts';

const fonts = await loadFonts(join(import.meta.dirname, '../../resources/fonts'), mkdtempSync(join(tmpdir(), 'tidereel-fonts-')));
const texts = ['🙂🎉👍🏽', '👩‍👩‍👧‍👦family', 'مرحبا بالعالم', 'שלום', '日本語の長い字幕', '🇩🇪', 'e\u0301', '❤️', '1️⃣', 'สวัสดี', 'नमस्ते'];

describe.each(fonts.names)('%s', (name) => {
  test.each(texts)('measures “%s”', (text) => {
    const width = fonts.measure.width(text, name);
    expect(width).toBeGreaterThan(0);
    expect(width).toBeLessThan(text.length * 2);
  });
});

test('an emoji of several parts is about as wide as a plain one', () => {
  const [name = ''] = fonts.names;
  expect(fonts.measure.width('👍🏽', name)).toBeLessThan(fonts.measure.width('👍', name) * 1.2);
});

test.each(texts)('a card can say “%s”', async (text) => {
  const card = await drawCard({ kind: 'card', title: text, lines: [text], accent: '#0d7b82' }, 400, fonts);
  expect(card.length).toBeGreaterThan(500);
});
