import { Failure } from '../../shared/errors.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { checkDocument } from '../../shared/timeline/checkDocument.ts';
import { Timeline } from '../../shared/timeline/document.ts';
import { Edit } from '../../shared/timeline/edit.ts';
import type { ProjectRows } from './projectRows.ts';

/** A stored edit or snapshot cannot be read. `readable` is the last sequence the document can still be built for; null for none. */
export class ProjectDamage extends Failure {
  readonly readable: number | null;
  constructor({ wanted, readable, cause }: { wanted: number; readable: number | null; cause: unknown }) {
    super(
      'PROJECT_BROKEN',
      readable === null
        ? 'This project can no longer be read from the data folder. Other projects are not affected.'
        : `This project can be read up to edit ${readable} of ${wanted}; the stored edit after it is damaged. Nothing was changed, and other projects are not affected.`,
      readable === null
        ? 'Import an exported project file, or restore a backup of the data folder.'
        : `Choose Undo to go back to edit ${readable}.`,
      { cause },
    );
    this.readable = readable;
  }
}

const DOCUMENTS_KEPT = 200;
const PROJECTS_KEPT = 8;

/**
 * Documents by the number of edits that lead to them: from memory where they were just in use (they share almost everything with
 * each other), else from the newest readable snapshot and the edits after it.
 */
export function createDocuments(rows: ProjectRows) {
  const kept = new Map<string, Map<number, Timeline>>();

  const keepOf = (projectId: string): Map<number, Timeline> => {
    const documents = kept.get(projectId) ?? new Map<number, Timeline>();
    kept.delete(projectId);
    kept.set(projectId, documents); // the newest place in line
    const [oldest] = kept.keys();
    if (kept.size > PROJECTS_KEPT && oldest !== undefined) kept.delete(oldest);
    return documents;
  };
  const keep = (projectId: string, sequence: number, timeline: Timeline): void => {
    const documents = keepOf(projectId);
    documents.delete(sequence);
    documents.set(sequence, timeline);
    const [oldest] = documents.keys();
    if (documents.size > DOCUMENTS_KEPT && oldest !== undefined) documents.delete(oldest);
  };

  /** A damaged snapshot costs nothing as long as an older one and the edits between can be read. */
  const openSnapshot = (projectId: string, wanted: number): { sequence: number; timeline: Timeline } => {
    let cause: unknown = null;
    for (const sequence of rows.snapshotsUpTo(projectId, wanted)) {
      try {
        return { sequence, timeline: parseDocument(rows.snapshot(projectId, sequence)) };
      } catch (error) {
        cause = error;
      }
    }
    throw new ProjectDamage({ wanted, readable: null, cause });
  };

  return {
    /** @throws ProjectDamage when the stored edits do not lead there. */
    at(projectId: string, sequence: number): Timeline {
      const ready = kept.get(projectId)?.get(sequence);
      if (ready !== undefined) return ready;
      const opened = openSnapshot(projectId, sequence);
      let { timeline } = opened;
      keep(projectId, opened.sequence, timeline);
      let expected = opened.sequence;
      for (const stored of rows.edits(projectId, { from: opened.sequence, to: sequence })) {
        if (stored.sequence !== expected + 1) break;
        try {
          timeline = applyEdit(timeline, Edit.parse(JSON.parse(stored.edit)));
        } catch (cause) {
          throw new ProjectDamage({ wanted: sequence, readable: expected, cause });
        }
        expected = stored.sequence;
        keep(projectId, expected, timeline);
      }
      if (expected !== sequence) throw new ProjectDamage({ wanted: sequence, readable: expected, cause: 'an edit is missing' });
      return timeline;
    },
    /** Remembers a document that was just made; it takes the place of one from edits that were dropped since. */
    keep,
  };
}

function parseDocument(text: string | null): Timeline {
  const timeline = Timeline.parse(JSON.parse(text ?? 'null'));
  const [problem] = checkDocument(timeline);
  if (problem !== undefined) throw new Error(problem);
  return timeline;
}
