import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgePost, type JudgedPost } from '../../../shared/publish/judgePost.ts';
import { defaultOptions, type PostOptions } from '../../../shared/publish/postOptions.ts';
import { readPlatformRules } from '../../../shared/quality/platformRules.ts';

const all = readPlatformRules(JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/platforms.json'), 'utf8')));
const film = { width: 1080, height: 1920, seconds: 20, bytes: 10_000_000, fps: null };

function judge(platform: string, wishes: Partial<Omit<JudgedPost, 'options'>> & { options?: Partial<PostOptions> } = {}): string[] {
  const rules = all.find(({ name }) => name === platform);
  if (rules === undefined) throw new Error(platform);
  const options = { ...defaultOptions(platform), ...wishes.options } as PostOptions; // part of the same platform's options
  const post: JudgedPost = { rules, film, title: 'A title', caption: 'Words', ...wishes, options };
  return judgePost(post).map(({ code, stops }) => (stops ? code : `${code}?`));
}

describe('a film against what its platform takes', () => {
  test.each(['youtube', 'instagram', 'x', 'practice'])('%s takes an ordinary short', (platform) => {
    expect(judge(platform, platform === 'x' ? { film: { ...film, width: 720, height: 1280 } } : {})).toEqual([]);
  });
  test('X takes nothing above 140 s; its pages disagree about 1080 × 1920, so that is said and no reason to stop', () => {
    expect(judge('x', { film: { ...film, seconds: 141 } })).toEqual(['film-too-long', 'film-size?']);
  });
  test('Instagram takes 300 MB', () => {
    expect(judge('instagram', { film: { ...film, bytes: 300_000_001 } })).toEqual(['film-too-big']);
  });
  test('a draft needs its film first', () => expect(judge('youtube', { film: null })).toEqual(['film-missing']));
});

describe('words by the platform’s own counting', () => {
  test('X weighs: 140 Japanese letters fit, 141 do not', () => {
    const small = { film: { ...film, width: 720, height: 1280 } };
    expect(judge('x', { ...small, caption: '語'.repeat(140) })).toEqual([]);
    expect(judge('x', { ...small, caption: '語'.repeat(141) })).toEqual(['caption-long']);
  });
  test('X counts a family of four as 2 and any address as 23', () => {
    const small = { film: { ...film, width: 720, height: 1280 } };
    expect(judge('x', { ...small, caption: '👨‍👩‍👧‍👦'.repeat(140) })).toEqual([]);
    expect(judge('x', { ...small, caption: `${'a'.repeat(256)} https://example.com/${'long/'.repeat(60)}` })).toEqual([]);
    expect(judge('x', { ...small, caption: `${'a'.repeat(257)} https://example.com/${'long/'.repeat(60)}` })).toEqual(['caption-long']);
  });
  test('TikTok counts UTF-16 units: 1,100 emoji fit, one more does not', () => {
    const chosen = { options: { privacy: 'PUBLIC_TO_EVERYONE' } as Partial<PostOptions> };
    expect(judge('tiktok', { ...chosen, caption: '😀'.repeat(1_100) })).toEqual([]);
    expect(judge('tiktok', { ...chosen, caption: '😀'.repeat(1_101) })).toEqual(['caption-long']);
  });
  test('YouTube counts bytes: 2,500 Arabic letters fit, one more does not', () => {
    expect(judge('youtube', { caption: 'م'.repeat(2_500) })).toEqual([]);
    expect(judge('youtube', { caption: 'م'.repeat(2_501) })).toEqual(['caption-long']);
  });
  test('YouTube takes no angle brackets and no title over 100', () => {
    expect(judge('youtube', { title: `<${'a'.repeat(100)}` })).toEqual(['youtube-title-long', 'youtube-title-signs']);
  });
  test('Instagram takes 30 hashtags and 20 mentions', () => {
    const caption = (tags: number, mentions: number): string =>
      `${Array.from({ length: tags }, (_, index) => `#tag${index}`).join(' ')} ${Array.from({ length: mentions }, (_, index) => `@you${index}`).join(' ')}`;
    expect(judge('instagram', { caption: caption(30, 20) })).toEqual([]);
    expect(judge('instagram', { caption: caption(31, 21) })).toEqual(['hashtags', 'mentions']);
  });
});

describe('choices that cannot go together', () => {
  test('branded content that nobody may see', () => {
    expect(judge('tiktok', { options: { brandedContent: true, privacy: 'SELF_ONLY' } as Partial<PostOptions> })).toEqual([
      'branded-private',
    ]);
  });
  test('nobody chose who may see it: said, but no reason to stop', () => expect(judge('tiktok')).toEqual(['privacy-open?']));
  test('a cover from after the end', () =>
    expect(judge('instagram', { options: { coverSeconds: 20 } as Partial<PostOptions> })).toEqual(['cover-late']));
});
