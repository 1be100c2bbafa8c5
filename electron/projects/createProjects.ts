/*
Words: a project is a document and the log of the edits that made it. The cursor is the edit the document stands at; edits after it
can be redone. A snapshot is the whole document after so many edits, kept so that opening need not replay them all.
*/
import { Failure } from '../../shared/errors.ts';
import type { ProjectState, ProjectSummary } from '../../shared/contract/projects.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import { checkDocument } from '../../shared/timeline/checkDocument.ts';
import type { CaptionLook, Format, Timeline } from '../../shared/timeline/document.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import { fromAsset } from '../../shared/timeline/fromAsset.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';
import type { ChangeBus } from '../changes.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { factsOf, toState, toSummary } from './describeProject.ts';
import { createDocuments, ProjectDamage } from './documents.ts';
import { exportProject } from './exportProject.ts';
import { hashDocument, writeDocument } from './hashDocument.ts';
import { findMedia, readImport, sameDocument } from './importProject.ts';
import { changedElsewhere, createProjectRows, type ProjectRow } from './projectRows.ts';
import { createShelf } from './shelf.ts';

export type ProjectNeeds = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly changes: Pick<ChangeBus, 'publish'>;
  readonly now: () => Date;
  readonly newId: () => string;
  /** From resources/formats.json. */
  readonly formats: readonly Format[];
  /** From resources/caption-styles.json; the first is the one new projects begin with. */
  readonly captionLooks: readonly CaptionLook[];
  /** Puts a file on the shelf; used by import for files whose content was found to be the wanted one. */
  readonly importMedia: (path: string) => Promise<unknown>;
};

export type Projects = Service<'projects'> & {
  /** The document as it is now, for renders and previews. @throws Failure NOT_FOUND, PROJECT_BROKEN. */
  readonly document: (projectId: string) => Timeline;
  /** Titles of the projects (not those in the bin) that use an asset. */
  usedBy(assetId: string): string[];
};

/** Projects on disk: every edit is stored before it is answered, and undo reaches back to the first. */
export function createProjects({ read, write, changes, now, newId, formats, captionLooks, importMedia }: ProjectNeeds): Projects {
  const rows = createProjectRows(write);
  const documents = createDocuments(rows);
  const shelf = createShelf(read);

  const get = (projectId: string): ProjectRow => {
    const row = rows.find(projectId);
    if (row === null) throw new Failure('NOT_FOUND', 'There is no such project.', 'Look at the list of projects.');
    return row;
  };
  const getEditable = (projectId: string): ProjectRow => {
    const row = get(projectId);
    if (row.removedAt === null) return row;
    throw new Failure('CONFLICT', `“${row.title}” is in the bin and cannot be changed.`, 'Restore it first.');
  };
  const publish = (row: ProjectRow): ProjectSummary => {
    const value = toSummary(row);
    changes.publish({ topic: 'project', value, removed: row.removedAt !== null });
    return value;
  };
  const open = (row: ProjectRow): { row: ProjectRow; document: Timeline } => {
    const document = documents.at(row.id, row.cursor);
    const hash = hashDocument(document);
    if (hash === row.hash) return { row, document };
    // What is shown is what is hashed: approvals of something else must not hold for it.
    rows.setHash(row.id, hash);
    return { row: { ...row, hash }, document };
  };
  const show = (row: ProjectRow, document: Timeline): ProjectState => toState(row, { document, rows, missing: shelf.missing(document) });
  const publishAndShow = (projectId: string, document: Timeline): ProjectState => {
    const row = get(projectId);
    publish(row);
    return show(row, document);
  };

  const add = (document: Timeline): ProjectState => {
    const at = now().getTime();
    const row = { id: document.id, ...factsOf(document), revision: 0, cursor: 0, createdAt: at, editedAt: at, removedAt: null };
    rows.add(row, writeDocument(document));
    documents.keep(document.id, 0, document);
    return publishAndShow(document.id, document);
  };
  const edit = (row: ProjectRow, edits: readonly Edit[]): ProjectState => {
    let document = documents.at(row.id, row.cursor);
    const done: { edit: Edit; document: Timeline }[] = [];
    for (const edit of edits) {
      refuseUnsound(edit);
      const edited = applyEdit(document, edit);
      if (edited !== document) done.push({ edit, document: edited });
      document = edited;
    }
    if (done.length === 0) return show(row, document); // nothing happened: nothing to undo later
    rows.addEdits(row, {
      edits: done.map((step) => step.edit),
      facts: factsOf(document),
      snapshot: () => writeDocument(document),
      at: now().getTime(),
    });
    for (const [index, step] of done.entries()) documents.keep(row.id, row.cursor + index + 1, step.document);
    return publishAndShow(row.id, document);
  };
  const moveTo = (row: ProjectRow, cursor: number): ProjectState => {
    const document = documents.at(row.id, cursor);
    rows.moveCursor(row, { cursor, facts: factsOf(document), at: now().getTime() });
    return publishAndShow(row.id, document);
  };

  return {
    list: () => rows.list().map(toSummary),
    get({ projectId }) {
      const { row, document } = open(get(projectId));
      return show(row, document);
    },
    create({ title, format, assetId, from, to }) {
      const found = formats.find(({ name }) => name === format);
      const [look] = captionLooks;
      if (found === undefined || look === undefined) {
        const known = formats.map(({ name }) => name).join(', ');
        throw new Failure('BAD_INPUT', `There is no format “${format}”; no project was made.`, `Choose one of: ${known}.`);
      }
      const source = assetId === undefined ? null : shelf.get(assetId);
      const named = title ?? source?.asset.name.replace(/\.[^.]+$/, '').slice(0, 200) ?? 'Untitled';
      const empty = newTimeline({ id: newId(), title: named, format: found, look });
      if (source === null) return add(empty);
      const filled = (to ?? source.asset.seconds) < (from ?? 0) ? empty : fromAsset(empty, { ...source, from, to, clipId: newId() });
      if (filled !== empty) return add(filled);
      throw new Failure(
        'BAD_INPUT',
        `There is no such stretch in ${source.asset.name}; no project was made.`,
        `It is ${source.asset.seconds.toFixed(1)} seconds long.`,
      );
    },
    edit({ projectId, revision, edits }) {
      const row = getEditable(projectId);
      if (row.revision !== revision) throw changedElsewhere();
      return edit(row, edits);
    },
    undo({ projectId }) {
      const row = getEditable(projectId);
      if (row.cursor === 0) throw new Failure('CONFLICT', 'There is nothing to undo.', 'This is the project as it was made.');
      try {
        return moveTo(row, row.cursor - 1);
      } catch (error) {
        if (!(error instanceof ProjectDamage)) throw error;
        if (canRead(row)) throw undoEndsHere(error);
        // The project cannot be read as it stands: undo leads out, to the last document that can be.
        if (error.readable === null) throw error;
        return moveTo(row, error.readable);
      }
    },
    redo({ projectId }) {
      const row = getEditable(projectId);
      if (rows.editType(projectId, row.cursor + 1) === null) {
        throw new Failure('CONFLICT', 'There is nothing to redo.', 'This is the newest version of the project.');
      }
      return moveTo(row, row.cursor + 1);
    },
    remove({ projectId }) {
      get(projectId);
      rows.setRemoved(projectId, now().getTime());
      return publish(get(projectId));
    },
    restore({ projectId }) {
      get(projectId);
      rows.setRemoved(projectId, null);
      return publish(get(projectId));
    },
    export({ projectId, path }) {
      const { document } = open(get(projectId));
      return exportProject(document, { path, pathOf: shelf.pathOf });
    },
    async import(input) {
      const file = await readImport(input);
      const { timeline, notes } = await findMedia(file, { shelf, importMedia });
      const before = rows.find(timeline.id);
      if (before === null) return { project: add(timeline), outcome: 'new', notes };
      if (!canRead(before)) {
        notes.push('The project of that id is damaged here and was left as it is; the file came in beside it.');
        return { project: add({ ...timeline, id: newId() }), outcome: 'new', notes };
      }
      if (before.removedAt !== null) {
        rows.setRemoved(before.id, null);
        notes.push('The project was in the bin; it is back.');
      }
      const { row, document } = open(get(timeline.id));
      if (sameDocument(document, timeline)) return { project: publishAndShow(row.id, document), outcome: 'unchanged', notes };
      return { project: edit(row, [{ type: 'replaceDocument', timeline }]), outcome: 'replaced', notes };
    },
    document: (projectId) => open(get(projectId)).document,
    usedBy: (assetId) =>
      rows
        .list()
        .filter((row) => uses(row, assetId))
        .map(({ title }) => title),
  };

  function canRead(row: ProjectRow): boolean {
    try {
      documents.at(row.id, row.cursor);
      return true;
    } catch (error) {
      if (error instanceof ProjectDamage) return false;
      throw error;
    }
  }
  function uses(row: ProjectRow, assetId: string): boolean {
    if (!canRead(row)) return row.posterAssetId === assetId; // all that is still known of it
    return Object.hasOwn(documents.at(row.id, row.cursor).assets, assetId);
  }
}

const undoEndsHere = (cause: ProjectDamage): Failure =>
  new Failure(
    'PROJECT_BROKEN',
    'The version before this one is damaged in the data folder, so undo cannot go further back. The project as it stands is whole.',
    'Go on from here.',
    { cause },
  );

function refuseUnsound(edit: Edit): void {
  if (edit.type !== 'replaceDocument') return;
  const [problem] = checkDocument(edit.timeline);
  if (problem !== undefined) {
    throw new Failure('BAD_INPUT', `The new document is not sound at ${problem}. The project is as it was.`, 'Repair the document there.');
  }
}
