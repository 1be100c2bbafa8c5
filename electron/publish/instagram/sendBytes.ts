import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Endpoints } from '../../endpoints.ts';
import type { Outgoing, UploadTools } from '../adapter.ts';
import { callPlatform } from '../http/callPlatform.ts';
import type { Graph } from './createGraph.ts';
import type { GraphError } from './graphError.ts';

/** Meta answers only when it has stored everything. */
const SILENCE_MS = 120_000;

type Piece = { readonly uploadPath: string; readonly offset: number };

/**
 * Sends everything from `offset` on in one request; splitting on purpose is nowhere described. Only the path comes from
 * Meta's answer, so the token goes to no other host.
 * @returns null when Meta has it all, or the refusal of the upload itself. @throws PublishFailed
 */
export async function sendBytes(
  { graph, endpoints }: { graph: Graph; endpoints: Endpoints },
  post: Outgoing,
  { uploadPath, offset }: Piece,
  { progress, signal }: Pick<UploadTools, 'progress' | 'signal'>,
): Promise<GraphError | null> {
  const { file, session } = post;
  let isSent = false;
  const answer = await graph.send({ session, step: 'prepare', urgency: 'release', signal }, ({ accessToken }) => {
    // a token that died on the way: what arrived is not known, and the caller asks before it sends the rest
    if (isSent) throw new TokenChanged();
    isSent = true;
    return callPlatform({
      url: `${endpoints.instagram.rupload}${uploadPath}`,
      method: 'POST',
      headers: { authorization: `OAuth ${accessToken}`, offset: String(offset), file_size: String(file.bytes) },
      file: { path: file.path, start: offset, end: file.bytes - 1 },
      onSent: (bytes) => progress((offset + bytes) / file.bytes),
      silenceMs: SILENCE_MS,
      signal,
    });
  });
  if ('json' in answer) return null;
  if (answer.error.retriable === null) throw graph.fail(session, answer.error, 'prepare');
  return answer.error;
}

/** The token was renewed while bytes were sent with the old one. */
export class TokenChanged extends Error {
  override readonly name = 'TokenChanged';
}

/** An upload path as Meta names it in `uri`, without its host. @throws PublishFailed when there is none. */
export function uploadPathOf(uri: string, rupload: string, now: Date): string {
  if (uri.startsWith(`${rupload}/`)) return uri.slice(rupload.length);
  const url = URL.parse(uri);
  if (url !== null) return url.pathname + url.search;
  const reason = 'Instagram answered in a way the studio does not know.';
  throw new PublishFailed({ kind: 'wait', until: new Date(now.getTime() + 60_000), reason, code: 'odd-answer' });
}
