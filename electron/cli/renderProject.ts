import type { Render } from '../../shared/contract/renders.ts';
import { Failure } from '../../shared/errors.ts';
import type { CommandCall, StudioClient } from './command.ts';
import { waitForJob } from './waitForJob.ts';

type Wanted = { readonly projectId: string; readonly formats?: string[]; readonly out?: string };

/** Renders a project and waits. What was rendered before from the same document is answered at once. */
export async function renderProject(client: StudioClient, wanted: Wanted, call: CommandCall): Promise<Render[]> {
  const started = await client.renders.start(wanted, { signal: call.signal });
  for (const { jobId, state } of started) {
    if (jobId !== null && (state === 'queued' || state === 'running')) await waitForJob(client, jobId, call);
  }
  const renders = await Promise.all(started.map(({ id }) => client.renders.get({ renderId: id })));
  const unfinished = renders.find(({ state }) => state !== 'done');
  if (unfinished !== undefined) {
    throw new Failure(
      'FFMPEG_FAILED',
      unfinished.problem ?? `“${unfinished.title}” was not rendered.`,
      'Try again; “tidereel doctor” checks this computer.',
    );
  }
  return renders;
}

/** A finished render as the command line's documents show it. */
export const renderDocument = ({ path, format, platforms, width, height, fps, seconds, encoder, chunks, quality }: Render) => ({
  path,
  format,
  platforms,
  width,
  height,
  fps,
  seconds,
  encoder,
  chunks,
  quality: quality ?? { score: null, findings: [] },
});
