import { z } from 'zod';

const Words = z.object({ title: z.string(), caption: z.string(), own: z.record(z.string(), z.string()) });
export type KeptWords = z.infer<typeof Words>;
const Kept = z.array(z.object({ film: z.string(), words: Words }));

const KEY = 'tidereel.words';
/** Films whose words are kept; older ones make room. */
const MOST = 30;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** Words that were written for a film and not posted yet, kept in the window's own storage, so that a kill loses none. */
export function createKeptWords(store: Store | null) {
  const readAll = (): z.infer<typeof Kept> => {
    try {
      return Kept.parse(JSON.parse(store?.getItem(KEY) ?? '[]'));
    } catch {
      return []; // written by another version, or by hand
    }
  };
  return {
    read: (film: string): KeptWords | null => readAll().find((one) => one.film === film)?.words ?? null,
    /** null forgets them. */
    write(film: string, words: KeptWords | null): void {
      const others = readAll().filter((one) => one.film !== film);
      const all = words === null ? others : [{ film, words: Words.parse(words) }, ...others].slice(0, MOST);
      try {
        store?.setItem(KEY, JSON.stringify(all));
      } catch {
        // the storage is full or switched off: the words live on in the open window
      }
    },
  };
}
