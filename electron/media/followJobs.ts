import type { ChangeBus } from '../changes.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import type { AssetRows } from './assetRows.ts';

type Needs = { readonly rows: AssetRows; readonly changes: Pick<ChangeBus, 'follow'>; readonly signal: AbortSignal };

/** A job that ended without success may have ended before its handler ran: the asset must not wait for it for ever. */
async function settle(job: Job, rows: AssetRows): Promise<void> {
  const row = job.subject === null ? undefined : rows.find(job.subject);
  if (!row || !(job.state === 'cancelled' || job.state === 'dead' || job.state === 'skipped')) return;
  const why = job.state === 'dead' && job.error ? `${job.error.message} ${job.error.hint}` : null;
  if (job.kind === 'asset.prepare' && row.state === 'importing') {
    rows.patch(row.id, { state: 'broken', problem: why ?? 'Preparing it was stopped. Import it again to go on.' });
    await rows.announce(row.id);
  }
  if (job.kind === 'asset.transcribe' && row.transcriptState === 'working') {
    const { transcript } = await rows.toAsset(row);
    const before = transcript.words > 0 ? 'ready' : 'none'; // stopping leaves what was there
    rows.patch(row.id, { transcriptState: why === null ? before : 'failed', transcriptProblem: why });
    await rows.announce(row.id);
  }
}

/** Keeps assets in step with the jobs that work on them, until `signal` aborts. */
export async function followJobs({ rows, changes, signal }: Needs): Promise<void> {
  for await (const change of changes.follow(signal)) if (change.topic === 'job') await settle(change.value, rows);
}
