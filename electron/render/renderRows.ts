import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Job } from '../../shared/contract/jobs.ts';
import { Quality, type Render } from '../../shared/contract/renders.ts';
import { Failure } from '../../shared/errors.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { renders } from '../store/schema.ts';

function parseJson(text: string, issues: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    issues.addIssue('not JSON'); // zod lets through what is thrown here
    return z.NEVER;
  }
}

/** What a bad disk spoiled is left out: the list of renders must still open, and the file can be checked again. */
const readable = <Schema extends z.ZodType>(schema: Schema, fallback: z.output<Schema>) =>
  z.string().transform(parseJson).pipe(schema).catch(fallback);
const Platforms = readable(z.array(z.string()), []);
const StoredQuality = readable(Quality.nullable(), null);

export type RenderRow = typeof renders.$inferSelect;

/** The table of renders, and renders as the contract shows them. A render that is not done is what its job is. */
export function createRenderRows({ read, write, jobOf }: { read: ReadDb; write: WriteDb; jobOf: (jobId: number) => Job | null }) {
  const show = (row: RenderRow): Render => {
    const job = row.state === 'done' || row.jobId === null ? null : jobOf(row.jobId);
    return {
      ...row,
      platforms: Platforms.parse(row.platforms),
      state: row.state === 'done' ? 'done' : stateOf(job),
      problem: row.state === 'done' || job === null ? null : (job.error?.message ?? null),
      chunks: { total: row.chunksTotal, reused: row.chunksReused },
      quality: StoredQuality.parse(row.quality),
      createdAt: new Date(row.createdAt).toISOString(),
      finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
    };
  };
  const peek = (renderId: string): RenderRow | undefined => read.select().from(renders).where(eq(renders.id, renderId)).get();
  const find = (renderId: string): RenderRow => {
    const row = peek(renderId);
    if (row === undefined) throw new Failure('NOT_FOUND', 'There is no such render.', 'Look at the list of renders of the project.');
    return row;
  };
  return {
    show,
    peek,
    find,
    list: (projectId: string | undefined): RenderRow[] =>
      read
        .select()
        .from(renders)
        .where(projectId === undefined ? undefined : eq(renders.projectId, projectId))
        .orderBy(desc(renders.createdAt))
        .limit(200)
        .all(),
    /** Renders of exactly this picture: same document, same format. */
    same: (documentHash: string, format: string): RenderRow[] =>
      read
        .select()
        .from(renders)
        .where(and(eq(renders.documentHash, documentHash), eq(renders.format, format)))
        .orderBy(desc(renders.createdAt))
        .all(),
    ofJob: (jobId: number): RenderRow | undefined => read.select().from(renders).where(eq(renders.jobId, jobId)).get(),
    // `all`, not `get`: after the first row of a changing statement better-sqlite3 swallows a commit that fails.
    insert: (row: typeof renders.$inferInsert): RenderRow => {
      const [inserted] = write.insert(renders).values(row).returning().all();
      if (inserted === undefined) throw new Error(`Render ${row.id} was not written.`);
      return inserted;
    },
    update: (renderId: string, change: Partial<RenderRow>): RenderRow => {
      const [row] = write.update(renders).set(change).where(eq(renders.id, renderId)).returning().all();
      if (row === undefined) throw new Error(`Render ${renderId} is gone.`);
      return row;
    },
  };
}

export type RenderRows = ReturnType<typeof createRenderRows>;

function stateOf(job: Job | null): Render['state'] {
  if (job === null || job.state === 'dead' || job.state === 'skipped') return 'failed';
  if (job.state === 'cancelled') return 'cancelled';
  return job.state === 'running' ? 'running' : 'queued';
}
