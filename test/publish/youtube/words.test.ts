import { describe, expect, test } from 'vitest';
import { countBytes, countTags, judgeYoutubeWords } from '../../../shared/publish/youtubeWords.ts';

const codes = (words: Partial<Parameters<typeof judgeYoutubeWords>[0]>): string[] =>
  judgeYoutubeWords({ title: 'A title', description: '', tags: [], ...words }).map(({ code }) => code);

describe('what YouTube would refuse about words', () => {
  test.each([
    ['plain words', { title: 'A title', description: 'Words', tags: ['a', 'b c'] }, []],
    ['no title', { title: '  ' }, ['youtube-title-missing']],
    ['100 characters', { title: 'x'.repeat(100) }, []],
    ['101 characters', { title: 'x'.repeat(101) }, ['youtube-title-long']],
    ['50 emoji', { title: '🦢'.repeat(50) }, []],
    ['51 emoji', { title: '🦢'.repeat(51) }, ['youtube-title-long']],
    ['a sign in the title', { title: 'a > b' }, ['youtube-title-signs']],
    ['5000 bytes', { description: 'x'.repeat(5_000) }, []],
    ['5002 bytes of umlauts', { description: 'ä'.repeat(2_501) }, ['youtube-description-long']],
    ['5000 bytes of Arabic', { description: 'م'.repeat(2_500) }, []],
    ['5004 bytes of emoji', { description: '🦢'.repeat(1_251) }, ['youtube-description-long']],
    ['a sign in the description', { description: '<3' }, ['youtube-description-signs']],
    ['500 characters of tags', { tags: ['x'.repeat(249), 'y'.repeat(250)] }, []],
    ['501 characters of tags', { tags: ['x'.repeat(250), 'y'.repeat(250)] }, ['youtube-tags-long']],
    ['quotes around tags with spaces', { tags: [`${'x'.repeat(248)} y`, 'z'.repeat(248)] }, ['youtube-tags-long']],
  ])('%s', (_name, words, expected) => {
    expect(codes(words)).toEqual(expected);
  });
});

test('bytes are those of UTF-8', () => {
  for (const text of ['', 'plain', 'Gänse', '🦢👩‍👩‍👧', 'مرحبا', '日本', '\ud83d'])
    expect(countBytes(text)).toBe(new TextEncoder().encode(text).length);
});

test('tags count commas, and quotes where there is a space', () => {
  expect(countTags([])).toBe(0);
  expect(countTags(['abc'])).toBe(3);
  expect(countTags(['abc', 'd e'])).toBe(3 + 1 + 5);
});
