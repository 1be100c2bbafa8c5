import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { xPrices } from '../../../electron/publish/x/prices.ts';
import { costOfPost } from '../../../shared/publish/costOfPost.ts';
import { countX, hasUrl } from '../../../shared/publish/countX.ts';

test.each([
  ['', 0],
  ['hello', 5],
  ['héllo', 5],
  ['日本語', 6],
  ['👍', 2],
  ['👨‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['👍🏽', 2],
  ['مرحبا', 5],
  ['https://example.com/a/very/long/path/that/goes/on/and/on?and=on', 23],
  ['see example.com now', 4 + 23 + 4],
  ['a'.repeat(281), 281],
])('counts %j as X does', (text, weight) => {
  expect(countX(text)).toBe(weight);
});

test('letters made of two code points count as the one they look like', () => {
  expect(countX('e\u0301'.repeat(10))).toBe(10);
});

test('an address is seen with and without its protocol, and not in a version, a file name or an e-mail address', () => {
  expect(hasUrl('read https://example.com')).toBe(true);
  expect(hasUrl('read example.com')).toBe(true);
  expect(hasUrl('version 1.2 of notes.txt by a@example.com')).toBe(false);
});

test('a post with an address costs what X takes for it', () => {
  const prices = xPrices(JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/pricing.json'), 'utf8')));
  expect(costOfPost('plain words', prices)).toBe(0.015);
  expect(costOfPost('words and example.com', prices)).toBe(0.2);
});
