import { and, desc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import { Failure } from '../../shared/errors.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import type { WriteDb } from '../store/handles.ts';
import { projectEdits, projects, projectVersions } from '../store/schema.ts';

export type ProjectRow = typeof projects.$inferSelect;

/** What changes in a project's row with its document. */
export type DocumentFacts = Pick<ProjectRow, 'title' | 'hash' | 'seconds' | 'format' | 'posterAssetId'>;

type NewEdits = {
  readonly edits: readonly Edit[];
  readonly facts: DocumentFacts;
  /** The document as text; only asked for when a snapshot is due. */
  readonly snapshot: () => string;
  readonly at: number;
};

/** A snapshot is written whenever the number of edits passes a multiple of this, so that opening replays only a few. */
const EDITS_PER_SNAPSHOT = 50;

/** The rows of projects, their edits and their snapshots. Documents come in and go out as text. */
export function createProjectRows(db: WriteDb) {
  const find = (projectId: string): ProjectRow | null => db.select().from(projects).where(eq(projects.id, projectId)).get() ?? null;

  /** The row moves to its next revision, if nobody else moved it since it was read. */
  const advance = (row: ProjectRow, changes: Partial<ProjectRow>): void => {
    const changed = db
      .update(projects)
      .set({ ...changes, revision: row.revision + 1 })
      .where(and(eq(projects.id, row.id), eq(projects.revision, row.revision)))
      .run();
    if (changed.changes !== 1) throw changedElsewhere();
  };

  return {
    find,
    /** Everything not in the bin, last edited first. */
    list: (): ProjectRow[] =>
      db.select().from(projects).where(isNull(projects.removedAt)).orderBy(desc(projects.editedAt), projects.id).all(),
    add(row: ProjectRow, document: string): void {
      db.transaction((tx) => {
        tx.insert(projects).values(row).run();
        tx.insert(projectVersions).values({ projectId: row.id, sequence: 0, document, savedAt: row.createdAt }).run();
      });
    },
    /** Stores edits made on `row` and where they lead. What could have been redone is dropped. */
    addEdits(row: ProjectRow, { edits, facts, snapshot, at }: NewEdits): void {
      db.transaction((tx) => {
        const cursor = row.cursor + edits.length;
        tx.delete(projectEdits)
          .where(and(eq(projectEdits.projectId, row.id), gt(projectEdits.sequence, row.cursor)))
          .run();
        tx.delete(projectVersions)
          .where(and(eq(projectVersions.projectId, row.id), gt(projectVersions.sequence, row.cursor)))
          .run();
        for (const [index, edit] of edits.entries()) {
          // The type goes first, so that it can be read without reading the rest.
          const { type, ...rest } = edit;
          const text = JSON.stringify({ type, ...rest });
          tx.insert(projectEdits)
            .values({ projectId: row.id, sequence: row.cursor + index + 1, edit: text, madeAt: at })
            .run();
        }
        if (Math.floor(cursor / EDITS_PER_SNAPSHOT) > Math.floor(row.cursor / EDITS_PER_SNAPSHOT)) {
          tx.insert(projectVersions).values({ projectId: row.id, sequence: cursor, document: snapshot(), savedAt: at }).run();
        }
        advance(row, { ...facts, cursor, editedAt: at });
      });
    },
    /** Undo and redo: the document stands at another of its edits. */
    moveCursor(row: ProjectRow, { cursor, facts, at }: { cursor: number; facts: DocumentFacts; at: number }): void {
      advance(row, { ...facts, cursor, editedAt: at });
    },
    setRemoved(projectId: string, removedAt: number | null): void {
      db.update(projects).set({ removedAt }).where(eq(projects.id, projectId)).run();
    },
    setHash(projectId: string, hash: string): void {
      db.update(projects).set({ hash }).where(eq(projects.id, projectId)).run();
    },
    /** Sequences of the snapshots that are not after `sequence`, newest first. */
    snapshotsUpTo: (projectId: string, sequence: number): number[] =>
      db
        .select({ sequence: projectVersions.sequence })
        .from(projectVersions)
        .where(and(eq(projectVersions.projectId, projectId), lte(projectVersions.sequence, sequence)))
        .orderBy(desc(projectVersions.sequence))
        .all()
        .map((version) => version.sequence),
    snapshot: (projectId: string, sequence: number): string | null =>
      db
        .select({ document: projectVersions.document })
        .from(projectVersions)
        .where(and(eq(projectVersions.projectId, projectId), eq(projectVersions.sequence, sequence)))
        .get()?.document ?? null,
    /** The stored edits after `from` up to and with `to`, in order. */
    edits: (projectId: string, { from, to }: { from: number; to: number }): { sequence: number; edit: string }[] =>
      db
        .select({ sequence: projectEdits.sequence, edit: projectEdits.edit })
        .from(projectEdits)
        .where(and(eq(projectEdits.projectId, projectId), gt(projectEdits.sequence, from), lte(projectEdits.sequence, to)))
        .orderBy(projectEdits.sequence)
        .all(),
    /** Type of one stored edit; null where there is none. Also works on an edit that cannot be read whole. */
    editType(projectId: string, sequence: number): string | null {
      const row = db
        .select({ beginning: sql<string>`substr(${projectEdits.edit}, 1, 60)` })
        .from(projectEdits)
        .where(and(eq(projectEdits.projectId, projectId), eq(projectEdits.sequence, sequence)))
        .get();
      return row === undefined ? null : (/^\{"type":"(\w+)"/.exec(row.beginning)?.[1] ?? 'edit');
    },
  };
}

export type ProjectRows = ReturnType<typeof createProjectRows>;

export const changedElsewhere = (): Failure =>
  new Failure(
    'CONFLICT',
    'This project was changed in another window. Nothing of that was overwritten.',
    'Look at the newest version, then make the change again.',
  );
