import { describe, expect, test } from 'vitest';
import { createKeptWords } from '../../renderer/state/keptWords.ts';

function openStore(first: string | null = null, full = false) {
  let held = first;
  return {
    getItem: () => held,
    setItem(_key: string, value: string) {
      if (full) throw new Error('QuotaExceededError');
      held = value;
    },
  };
}
const words = (caption: string) => ({ title: 't', caption, own: { x: 'short' } });

describe('words that were not posted yet', () => {
  test('are there again in a window opened anew', () => {
    const store = openStore();
    createKeptWords(store).write('film', words('half a thought'));
    expect(createKeptWords(store).read('film')).toEqual(words('half a thought'));
    createKeptWords(store).write('film', null);
    expect(createKeptWords(store).read('film')).toBeNull();
  });

  test('make room for newer ones, oldest first', () => {
    const kept = createKeptWords(openStore());
    for (let film = 0; film < 40; film += 1) kept.write(String(film), words(String(film)));
    expect(kept.read('39')?.caption).toBe('39');
    expect(kept.read('0')).toBeNull();
  });

  test('that cannot be read or stored never stand in the way', () => {
    expect(createKeptWords(openStore('{"not":"ours"}')).read('film')).toBeNull();
    expect(createKeptWords(openStore('broken')).read('film')).toBeNull();
    expect(() => createKeptWords(openStore(null, true)).write('film', words('a'))).not.toThrow();
  });
});
