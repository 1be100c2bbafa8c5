import type { ProjectState, ProjectSummary } from '../../shared/contract/projects.ts';
import { assetOf } from '../../shared/timeline/assetOf.ts';
import { timelineLength, type Timeline } from '../../shared/timeline/document.ts';
import { hashDocument } from './hashDocument.ts';
import type { DocumentFacts, ProjectRow, ProjectRows } from './projectRows.ts';

const toInstant = (ms: number): string => new Date(ms).toISOString();

/** What a project's row says of its document. */
export function factsOf(timeline: Timeline): DocumentFacts {
  return {
    title: timeline.title,
    hash: hashDocument(timeline),
    seconds: timelineLength(timeline) / timeline.fps,
    format: timeline.format.name,
    posterAssetId: findPosterAsset(timeline),
  };
}

/** The first picture of the lowest track that has one. */
function findPosterAsset(timeline: Timeline): string | null {
  for (const { clips } of timeline.tracks) {
    const shown = clips.find(({ assetId }) => (assetOf(timeline, assetId)?.width ?? 0) > 0);
    if (shown !== undefined) return shown.assetId;
  }
  return null;
}

export function toSummary(row: ProjectRow): ProjectSummary {
  const { id, title, seconds, format, revision, hash, posterAssetId } = row;
  return {
    id,
    title,
    seconds,
    format,
    revision,
    hash,
    posterAssetId,
    createdAt: toInstant(row.createdAt),
    editedAt: toInstant(row.editedAt),
    removedAt: row.removedAt === null ? null : toInstant(row.removedAt),
  };
}

export function toState(
  row: ProjectRow,
  { document, rows, missing }: { document: Timeline; rows: ProjectRows; missing: string[] },
): ProjectState {
  const undoType = row.cursor === 0 ? null : rows.editType(row.id, row.cursor);
  const redoType = rows.editType(row.id, row.cursor + 1);
  return { ...toSummary(row), canUndo: row.cursor > 0, canRedo: redoType !== null, undoType, redoType, document, missing };
}
