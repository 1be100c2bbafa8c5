import { z } from 'zod';
import { Id, Timeline } from '../timeline/document.ts';
import { Edit } from '../timeline/edit.ts';
import { failsWith, Instant, procedure } from './base.ts';

export const ProjectSummary = z.object({
  id: Id,
  title: z.string(),
  /** Length in seconds. */
  seconds: z.number(),
  format: z.string(),
  /** Goes up by one with every edit, undo and redo. */
  revision: z.int(),
  /** SHA-256 of the document as it is now, in canonical JSON. */
  hash: z.string(),
  posterAssetId: Id.nullable(),
  createdAt: Instant,
  editedAt: Instant,
  removedAt: Instant.nullable(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const ProjectState = z.object({
  ...ProjectSummary.shape,
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  /** Name of the edit that undo or redo would take, for the menu. */
  undoType: z.string().nullable(),
  redoType: z.string().nullable(),
  document: Timeline,
  /** Assets whose file is not where it was, or is not known on this computer. */
  missing: z.array(Id),
});
export type ProjectState = z.infer<typeof ProjectState>;

const one = z.object({ projectId: Id });

export const projects = {
  list: procedure.route({ method: 'GET', path: '/projects' }).output(z.array(ProjectSummary)),
  get: procedure
    .route({ method: 'GET', path: '/projects/{projectId}' })
    .input(one)
    .output(ProjectState)
    .errors(failsWith('NOT_FOUND', 'PROJECT_BROKEN')),
  /** A new project: empty, or with one asset (or a stretch of it, in seconds) on the main track. */
  create: procedure
    .route({ method: 'POST', path: '/projects' })
    .input(
      z.object({
        title: z.string().max(200).optional(),
        format: z.string().default('9:16'),
        assetId: Id.optional(),
        from: z.number().min(0).optional(),
        to: z.number().min(0).optional(),
      }),
    )
    .output(ProjectState)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT')),
  /**
   * Applies edits in order and stores them before answering: the document is safe once this returns. `revision` is the
   * one the edits were made on; CONFLICT when another window was faster.
   */
  edit: procedure
    .route({ method: 'POST', path: '/projects/{projectId}/edits' })
    .input(z.object({ projectId: Id, revision: z.int(), edits: z.array(Edit).min(1).max(100) }))
    .output(ProjectState)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'BAD_INPUT', 'PROJECT_BROKEN')),
  /**
   * Undo reaches back to the first edit ever made, over restarts. On a project whose newest edits are damaged (`get` says
   * PROJECT_BROKEN) it goes back to the last document that can be read.
   */
  undo: procedure
    .route({ method: 'POST', path: '/projects/{projectId}/undo' })
    .input(one)
    .output(ProjectState)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'PROJECT_BROKEN')),
  redo: procedure
    .route({ method: 'POST', path: '/projects/{projectId}/redo' })
    .input(one)
    .output(ProjectState)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'PROJECT_BROKEN')),
  /** To the bin; `restore` brings it back. */
  remove: procedure
    .route({ method: 'DELETE', path: '/projects/{projectId}' })
    .input(one)
    .output(ProjectSummary)
    .errors(failsWith('NOT_FOUND')),
  restore: procedure
    .route({ method: 'POST', path: '/projects/{projectId}/restore' })
    .input(one)
    .output(ProjectSummary)
    .errors(failsWith('NOT_FOUND')),
  /** The open project file as text; with `path`, also written there. */
  export: procedure
    .route({ method: 'POST', path: '/projects/{projectId}/export' })
    .input(z.object({ projectId: Id, path: z.string().optional() }))
    .output(z.object({ name: z.string(), json: z.string(), path: z.string().nullable() }))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'PROJECT_BROKEN', 'DISK_FULL', 'FOLDER_READ_ONLY')),
  /**
   * Reads a project file. A project with the same id gets the file's document as one edit that can be undone. Media are
   * found by content on the shelf, at the path in the file, or beside the file; the rest is listed as missing.
   */
  import: procedure
    .route({ method: 'POST', path: '/projects/import' })
    .input(z.object({ path: z.string().optional(), json: z.string().max(200_000_000).optional() }))
    .output(z.object({ project: ProjectState, outcome: z.enum(['new', 'unchanged', 'replaced']), notes: z.array(z.string()) }))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'PROJECT_NEWER', 'PROJECT_BROKEN')),
};
