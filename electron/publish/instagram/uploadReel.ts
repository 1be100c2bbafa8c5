import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import type { Outgoing, UploadRef, UploadTools } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { containerFields } from './containerFields.ts';
import type { Graph } from './createGraph.ts';
import { GRAPH_VERSION } from './graphVersion.ts';
import { containersADay } from './limits.ts';
import { readContainer } from './readContainer.ts';
import { sendBytes, TokenChanged, uploadPathOf } from './sendBytes.ts';
import { fingerprint, readRef, type ReelRef } from './uploadRef.ts';

const Created = z.object({ id: z.union([z.string().min(1), z.number().transform(String)]), uri: z.string().optional() });
const TRIES = 3;
const PAUSE_MS = 30_000;

type Needs = Pick<PlatformNeeds, 'endpoints' | 'now'> & { readonly graph: Graph };

/** Makes a container, or finds that of an earlier try, and sends it the bytes it lacks. @throws PublishFailed */
export async function uploadReel(needs: Needs, post: Outgoing, known: UploadRef | null, tools: UploadTools): Promise<ReelRef> {
  const { userId } = await needs.graph.account(post.session, tools.signal);
  const earlier = readRef(known, fingerprint(post, userId));
  const found = earlier === null ? null : await takeUp(needs, post, earlier, tools);
  if (found !== null && found.use === 'as-it-is') return found.ref;
  const ref = found?.use === 'more-bytes' ? found.ref : await begin(needs, post, found?.tries ?? 0, tools);
  if (ref.uploadPath === null) return ref;
  return sendRest(needs, post, { ...ref, uploadPath: ref.uploadPath }, tools, found?.use === 'more-bytes' ? found.bytesThere : 0);
}

type Found =
  { use: 'as-it-is'; ref: ReelRef } | { use: 'more-bytes'; ref: ReelRef; bytesThere: number } | { use: 'nothing'; tries: number };

/** What Meta has of an earlier try: it is asked, since our own count of bytes may be wrong. */
async function takeUp({ graph, now }: Needs, { session, file }: Outgoing, ref: ReelRef, { signal }: UploadTools): Promise<Found> {
  if (ref.spoiled) return { use: 'nothing', tries: ref.tries };
  const seen = await readContainer(graph, { ref, session, signal }, now());
  switch (seen.state) {
    case 'published':
    case 'finished':
      return { use: 'as-it-is', ref };
    case 'working':
      if (ref.uploadPath === null || seen.bytesThere >= file.bytes) return { use: 'as-it-is', ref };
      return { use: 'more-bytes', ref, bytesThere: seen.bytesThere };
    case 'gone':
      return { use: 'nothing', tries: ref.tries };
    case 'failed':
      // what will not pass is told by the look
      if (seen.meaning.act === 'once-more') return ref.tries > 0 ? { use: 'as-it-is', ref } : { use: 'nothing', tries: 1 };
      return seen.meaning.act === 'begin-again' || seen.meaning.act === 'wait'
        ? { use: 'nothing', tries: ref.tries }
        : { use: 'as-it-is', ref };
    default:
      return unreachable(seen);
  }
}

async function begin({ graph, endpoints, now }: Needs, post: Outgoing, tries: number, tools: UploadTools): Promise<ReelRef> {
  const { session, options } = post;
  if (options.platform !== 'instagram') throw new Error(`a post with options of ${options.platform} came to Instagram`);
  const account = await graph.account(session, tools.signal);
  const answer = await graph.ask({
    session,
    step: 'prepare',
    urgency: 'release',
    method: 'POST',
    path: `/${account.userId}/media`,
    fields: containerFields(post, options, account.login),
    uses: [{ rule: containersADay, scope: { channelId: session.channelId } }],
    signal: tools.signal,
  });
  const created = Created.safeParse(answer);
  if (!created.success) throw wait(now(), 'Instagram answered in a way the studio does not know.', 'odd-answer');
  const { id, uri = `https://rupload.facebook.com/ig-api-upload/${GRAPH_VERSION}/${id}` } = created.data;
  const ref: ReelRef = {
    container: id,
    uploadPath: account.login === 'facebook' ? uploadPathOf(uri, endpoints.instagram.rupload, now()) : null,
    told: fingerprint(post, account.userId),
    startedAt: now().getTime(),
    tries,
    spoiled: false,
    mediaId: null,
  };
  tools.save(ref);
  return ref;
}

async function sendRest(
  needs: Needs,
  post: Outgoing,
  ref: ReelRef & { uploadPath: string },
  tools: UploadTools,
  bytesThere: number,
): Promise<ReelRef> {
  const { now } = needs;
  let offset = bytesThere;
  for (let round = 0; round < TRIES; round += 1) {
    tools.progress(offset / post.file.bytes);
    try {
      const refusal = await sendBytes(needs, post, { uploadPath: ref.uploadPath, offset }, tools);
      if (refusal === null) return ref;
      if (refusal.retriable === false) return giveUpContainer(needs, post, ref, tools, refusal.message);
      throw wait(now(), 'Instagram could not store the film at the moment.', 'upload-failed', refusal.raw);
    } catch (error) {
      if (!(error instanceof TokenChanged)) throw error;
    }
    const found = await takeUp(needs, post, ref, tools);
    if (found.use !== 'more-bytes') return ref;
    offset = found.bytesThere;
  }
  throw wait(now(), 'Instagram refused the sign-in again and again while the film was sent.', 'upload-refused');
}

/** Meta will take nothing more for this container. Another is begun at the next try; after a few it is the film. */
function giveUpContainer({ now }: Needs, post: Outgoing, ref: ReelRef, tools: UploadTools, message: string): never {
  if (ref.tries + 1 >= TRIES) {
    const reason = `Instagram cannot take this film${message === '' ? '' : ` and says: ${message}`}. Render it again with the settings for Reels, then send it again.`;
    throw new PublishFailed({ kind: 'rejected', reason, code: 'upload-refused' }, { cause: message });
  }
  tools.save({ ...ref, spoiled: true, tries: ref.tries + 1 });
  throw wait(now(), 'Instagram broke the upload off. The film is uploaded again.', 'upload-refused', message);
}

const wait = (now: Date, reason: string, code: string, cause?: string): PublishFailed =>
  new PublishFailed({ kind: 'wait', until: new Date(now.getTime() + PAUSE_MS), reason, code }, { cause });
