import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import type { Session } from '../adapter.ts';
import type { Graph } from './createGraph.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import type { ReelRef } from './uploadRef.ts';

const Container = z.object({
  status_code: z.enum(['IN_PROGRESS', 'FINISHED', 'ERROR', 'EXPIRED', 'PUBLISHED']),
  status: z.string().catch('').default(''),
  video_status: z
    .object({ uploading_phase: z.object({ bytes_transferred: z.coerce.number().int().nonnegative().catch(0).default(0) }).optional() })
    .optional()
    .catch(undefined),
});

export type ContainerState =
  | { state: 'working'; bytesThere: number }
  | { state: 'finished' }
  | { state: 'published' }
  /** Its 24 hours are over, or Meta knows no such container. */
  | { state: 'gone' }
  | { state: 'failed'; meaning: Meaning; code: string };

/** How a container stands. @throws PublishFailed */
export async function readContainer(
  graph: Graph,
  { ref, session, signal }: { ref: Pick<ReelRef, 'container' | 'uploadPath'>; session: Session; signal: AbortSignal },
  now: Date,
): Promise<ContainerState> {
  const answer = await graph.find({
    session,
    step: 'prepare',
    urgency: 'release',
    path: `/${ref.container}`,
    // only what was sent as bytes has an upload to speak of
    fields: { fields: `id,status,status_code${ref.uploadPath === null ? '' : ',video_status'}` },
    signal,
  });
  if (answer === null) return { state: 'gone' };
  const parsed = Container.safeParse(answer);
  if (!parsed.success) {
    const reason = 'Instagram answered in a way the studio does not know.';
    throw new PublishFailed({ kind: 'wait', until: new Date(now.getTime() + 60_000), reason, code: 'odd-answer' });
  }
  const { status_code, status, video_status } = parsed.data;
  switch (status_code) {
    case 'IN_PROGRESS':
      return { state: 'working', bytesThere: video_status?.uploading_phase?.bytes_transferred ?? 0 };
    case 'FINISHED':
      return { state: 'finished' };
    case 'PUBLISHED':
      return { state: 'published' };
    case 'EXPIRED':
      return { state: 'gone' };
    case 'ERROR':
      return failed(status);
    default:
      return unreachable(status_code);
  }
}

/** The status text holds a subcode: "Error: Media upload has failed with error code 2207026". */
function failed(status: string): ContainerState {
  const subcode = Number(/\b(2207\d{3})\b/.exec(status)?.[1] ?? Number.NaN);
  const code = Number.isNaN(subcode) ? 'ERROR' : String(subcode);
  const unknown: Meaning = {
    act: 'once-more',
    reason: 'Instagram could not take the film, and does not say why the studio could mend it.',
  };
  const found = Number.isNaN(subcode) ? null : meaningOf({ code: null, subcode });
  return { state: 'failed', code, meaning: found?.act === 'may-be-live' ? found.otherwise : (found ?? unknown) };
}
