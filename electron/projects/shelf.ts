import { existsSync } from 'node:fs';
import { and, eq, isNull } from 'drizzle-orm';
import { Failure } from '../../shared/errors.ts';
import type { AssetRef, Timeline, Word } from '../../shared/timeline/document.ts';
import type { ReadDb } from '../store/handles.ts';
import { assets, words } from '../store/schema.ts';

type AssetRow = typeof assets.$inferSelect;

/** What projects need to know of the media this computer has. */
export function createShelf(db: ReadDb) {
  const find = (assetId: string): AssetRow | null =>
    db
      .select()
      .from(assets)
      .where(and(eq(assets.id, assetId), isNull(assets.removedAt)))
      .get() ?? null;

  return {
    /** @throws Failure NOT_FOUND, and BAD_INPUT for a file that could not be read. */
    get(assetId: string): { asset: AssetRef; words: Word[] } {
      const row = find(assetId);
      if (row === null) throw new Failure('NOT_FOUND', 'There is no such recording on the shelf.', 'Import the file first.');
      if (row.state === 'broken') {
        throw new Failure(
          'BAD_INPUT',
          `${row.name} could not be read, so no project can be made of it.`,
          row.problem ?? 'Import it again.',
        );
      }
      const spoken = db.select().from(words).where(eq(words.assetId, assetId)).orderBy(words.start, words.position).all();
      return {
        asset: toAssetRef(row),
        words: spoken.map(({ id, text, start, end, speaker }) => ({ id, text, start, end, ...(speaker === null ? {} : { speaker }) })),
      };
    },
    /** The asset with this content, whatever its id. */
    findByHash(hash: string): { id: string; path: string } | null {
      return (
        db
          .select({ id: assets.id, path: assets.path })
          .from(assets)
          .where(and(eq(assets.hash, hash), isNull(assets.removedAt)))
          .get() ?? null
      );
    },
    pathOf: (assetId: string): string | null => find(assetId)?.path ?? null,
    /** Assets of a document that cannot be shown here: unknown under their id, of other content, or with their file gone. */
    missing: (timeline: Timeline): string[] =>
      Object.values(timeline.assets)
        .filter((asset) => {
          const row = find(asset.id);
          return row === null || row.hash !== asset.hash || !existsSync(row.path);
        })
        .map(({ id }) => id),
  };
}

export type Shelf = ReturnType<typeof createShelf>;

/** Without the path: where a file lies is no part of what a project is. */
function toAssetRef({ id, name, kind, hash, bytes, seconds, width, height, hasAudio }: AssetRow): AssetRef {
  return { id, name, kind, hash, bytes, seconds, width, height, hasAudio };
}
