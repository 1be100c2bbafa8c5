import { describe, expect, test } from 'vitest';
import { countCaption } from '../../shared/publish/countCaption.ts';

describe('on X', () => {
  test('a whole emoji weighs 2, however many parts it has', () => {
    for (const emoji of ['😀', '👨‍👩‍👧‍👦', '👍🏽', '🇩🇪', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) expect([emoji, countCaption('x', emoji)]).toEqual([emoji, 2]);
  });

  test('wide letters weigh 2, Hebrew and Arabic 1', () => {
    expect(countCaption('x', '日本語')).toBe(6);
    expect(countCaption('x', 'שלום')).toBe(4);
    expect(countCaption('x', 'مرحبا')).toBe(5);
  });

  test('every link weighs 23, with and without its protocol', () => {
    expect(countCaption('x', 'hi https://example.org/a/very/long/address?with=more')).toBe(3 + 23);
    expect(countCaption('x', 'hi example.org')).toBe(3 + 23);
  });

  test('a letter and its accent count once, written together or apart', () => {
    expect(countCaption('x', 'café')).toBe(4);
    expect(countCaption('x', 'cafe\u0301')).toBe(4);
  });
});

test('YouTube counts the bytes of UTF-8', () => {
  expect(countCaption('youtube', 'aé日😀')).toBe(1 + 2 + 3 + 4);
  expect(countCaption('youtube', 'cafe\u0301')).toBe(6);
  expect(countCaption('youtube', '\ud83d')).toBe(3);
});

test('TikTok and Instagram count UTF-16 units', () => {
  for (const platform of ['tiktok', 'instagram', 'practice']) {
    expect(countCaption(platform, 'aé日😀')).toBe(5);
    expect(countCaption(platform, '👨‍👩‍👧‍👦')).toBe(11);
  }
});
