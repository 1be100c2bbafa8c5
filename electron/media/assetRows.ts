import { access } from 'node:fs/promises';
import { count, eq, getTableColumns, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { Asset } from '../../shared/contract/assets.ts';
import { Failure } from '../../shared/errors.ts';
import type { ChangeBus } from '../changes.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { assets, words } from '../store/schema.ts';

/** What is stored of a file beside its columns. */
export const StoredDetails = Asset.shape.details.extend({
  transfer: z.enum(['none', 'pq', 'hlg']),
  matrix: z.enum(['bt709', 'bt601']).nullable(),
  bitDepth: z.int(),
  alpha: z.boolean(),
  /** Seconds before the first moment shown. */
  startOffset: z.number(),
  /** `wanted`: has to be put into another container before it can be cut to the frame; `done`: source.mp4 is there. */
  remux: z.enum(['no', 'wanted', 'done']),
});
export type StoredDetails = z.infer<typeof StoredDetails>;

export type AssetRow = typeof assets.$inferSelect;
type Patch = Partial<Omit<AssetRow, 'id'>>;

const Notes = z.array(z.string());

export const detailsOf = (row: AssetRow): StoredDetails => StoredDetails.parse(JSON.parse(row.details));
const notesOf = (row: AssetRow): string[] => Notes.parse(JSON.parse(row.notes));

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export type AssetRows = ReturnType<typeof createAssetRows>;

/** Reads and writes the rows of assets, and tells every window what became of them. */
export function createAssetRows({ read, write, changes }: { read: ReadDb; write: WriteDb; changes: Pick<ChangeBus, 'publish'> }) {
  const wordCount = (assetId: string): number =>
    read.select({ words: count() }).from(words).where(eq(words.assetId, assetId)).get()?.words ?? 0;

  const toAsset = async (row: AssetRow, wordsThere = wordCount(row.id)): Promise<Asset> => {
    const {
      transfer: _transfer,
      matrix: _matrix,
      bitDepth: _bits,
      alpha: _alpha,
      startOffset: _offset,
      remux: _remux,
      ...details
    } = detailsOf(row);
    return {
      id: row.id,
      name: row.name,
      kind: row.kind,
      hash: row.hash,
      bytes: row.bytes,
      seconds: row.seconds,
      width: row.width,
      height: row.height,
      hasAudio: row.hasAudio,
      path: row.path,
      present: await isThere(row.path),
      details,
      state: row.state,
      problem: row.problem,
      notes: notesOf(row),
      hasPoster: row.hasPoster,
      hasWaveform: row.hasWaveform,
      hasProxy: row.hasProxy,
      transcript: { state: row.transcriptState, words: wordsThere, source: row.transcriptSource, problem: row.transcriptProblem },
      importedAt: new Date(row.importedAt).toISOString(),
    };
  };

  const find = (assetId: string): AssetRow | undefined => read.select().from(assets).where(eq(assets.id, assetId)).get();

  /** @throws Failure NOT_FOUND */
  const get = (assetId: string): AssetRow => {
    const row = find(assetId);
    if (row) return row;
    throw new Failure('NOT_FOUND', 'This recording is not on the shelf.', 'Import it, or choose another.');
  };

  return {
    find,
    get,
    findByHash: (hash: string): AssetRow | undefined => read.select().from(assets).where(eq(assets.hash, hash)).get(),
    toAsset,
    /** Everything on the shelf, newest first. */
    async list(): Promise<Asset[]> {
      const rows = read
        .select({ ...getTableColumns(assets), words: count(words.position) })
        .from(assets)
        .leftJoin(words, eq(words.assetId, assets.id))
        .where(isNull(assets.removedAt))
        .groupBy(assets.id)
        .all();
      rows.sort((a, b) => b.importedAt - a.importedAt || (a.id < b.id ? -1 : 1));
      return Promise.all(rows.map(({ words: there, ...row }) => toAsset(row, there)));
    },
    insert(row: typeof assets.$inferInsert): void {
      write.insert(assets).values(row).run();
    },
    patch(assetId: string, patch: Patch): void {
      write.update(assets).set(patch).where(eq(assets.id, assetId)).run();
    },
    /** Adds a note once. */
    addNotes(assetId: string, added: readonly string[]): void {
      const before = notesOf(get(assetId));
      const notes = [...new Set([...before, ...added])].slice(0, 20);
      write
        .update(assets)
        .set({ notes: JSON.stringify(notes) })
        .where(eq(assets.id, assetId))
        .run();
    },
    /** Publishes the asset as it is now. */
    async announce(assetId: string): Promise<Asset> {
      const row = get(assetId);
      const value = await toAsset(row);
      changes.publish({ topic: 'asset', value, removed: row.removedAt !== null });
      return value;
    },
  };
}
