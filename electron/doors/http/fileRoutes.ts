import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure, failureStatus } from '../../../shared/errors.ts';
import { fileAnswer, type MediaFile } from '../fileAnswer.ts';
import { refuse } from './refuse.ts';
import { uploadFile } from './uploadFile.ts';

export type FileRouteNeeds = {
  readonly home: string;
  /** What `/media/<path>` shows; null for anything that is not the studio's to show. */
  readonly media: (path: string) => MediaFile | null;
  /** The page of a practice post as HTML, or null. */
  readonly practicePage: (postId: string) => string | null;
};

const notThere = { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this address.', hint: 'It may have been removed.' };
// The page is ours, but holds words the creator typed: it may show, and run nothing.
const PRACTICE_POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Bytes: media out (`/media/*`), dropped files in (`PUT /upload?name=…`), and the pages of practice posts. */
export async function addFileRoutes(app: FastifyInstance, needs: FileRouteNeeds): Promise<void> {
  const sendMedia = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const media = needs.media(pathBelow('/media/', request.url));
    if (media === null) return refuse(request, reply, notThere);
    const { range, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = request.headers;
    const answer = await fileAnswer(media, { method: request.method, range, ifRange: String(ifRange ?? ''), ifNoneMatch });
    if (answer.status === 404) return refuse(request, reply, { ...notThere, message: 'The file is no longer there.' });
    // A HEAD answer has the length of the body it leaves out.
    return reply
      .status(answer.status)
      .headers(answer.headers)
      .send(answer.body ?? undefined);
  };
  app.get('/media/*', { exposeHeadRoute: false }, sendMedia);
  app.head('/media/*', sendMedia);

  app.get('/practice/posts/:postId', async (request, reply) => {
    const page = needs.practicePage(pathBelow('/practice/posts/', request.url));
    if (page === null) return refuse(request, reply, notThere);
    return reply.header('content-security-policy', PRACTICE_POLICY).type('text/html; charset=utf-8').send(page);
  });

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null, undefined)); // the route streams it
    scope.put('/upload', async (request, reply) => {
      const name = new URL(request.url, 'http://127.0.0.1').searchParams.get('name') ?? '';
      const bytes = Number(request.headers['content-length'] ?? Number.NaN);
      if (!Number.isSafeInteger(bytes)) {
        return refuse(request, reply, {
          status: 411,
          code: 'LENGTH_REQUIRED',
          message: 'The size is missing.',
          hint: 'Send Content-Length.',
        });
      }
      try {
        return await uploadFile({ home: needs.home, name, bytes, body: request.raw });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        // What was not read yet would otherwise be taken for the next request.
        reply.header('connection', 'close');
        return refuse(request, reply, { status: failureStatus[error.code], code: error.code, message: error.message, hint: error.hint });
      }
    });
  });
}

/** The decoded rest of the address, or '' (which nothing has) when it cannot be decoded. */
function pathBelow(prefix: string, url: string): string {
  try {
    return decodeURIComponent((url.split('?', 1)[0] ?? '').slice(prefix.length));
  } catch {
    return '';
  }
}
