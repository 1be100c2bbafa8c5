import { eq } from 'drizzle-orm';
import type { Word } from '../../shared/timeline/document.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { assets, words } from '../store/schema.ts';

const ROWS_AT_ONCE = 1000; // SQLite allows 32,766 values in one statement

/** Stores an asset's words in place of those it had, all or none. `source` says where they come from, for people. */
export function keepWords(write: WriteDb, assetId: string, { list, source }: { list: readonly Word[]; source: string }): void {
  write.transaction((all) => {
    all.delete(words).where(eq(words.assetId, assetId)).run();
    for (let from = 0; from < list.length; from += ROWS_AT_ONCE)
      all
        .insert(words)
        .values(
          list.slice(from, from + ROWS_AT_ONCE).map(({ id, text, start, end, speaker }, index) => ({
            assetId,
            position: from + index,
            id,
            text,
            start,
            end,
            speaker: speaker ?? null,
          })),
        )
        .run();
    all
      .update(assets)
      .set({ transcriptState: 'ready', transcriptSource: source, transcriptProblem: null })
      .where(eq(assets.id, assetId))
      .run();
  });
}

/** An asset's words in order; none when it has no transcript. */
export function wordsOf(read: ReadDb, assetId: string): Word[] {
  const rows = read.select().from(words).where(eq(words.assetId, assetId)).orderBy(words.position).all();
  return rows.map(({ id, text, start, end, speaker }) => ({ id, text, start, end, ...(speaker === null ? {} : { speaker }) }));
}
