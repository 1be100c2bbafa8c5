import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshPage } from '../uiPage.ts';
import { refuse } from './refuse.ts';
import { wordPage } from './wordPage.ts';

const notThere = { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this address.', hint: 'Open the start page.' };

/** The built window: its page with a fresh policy each time, its files, and the same page for every address inside the app. */
export async function addUiRoutes(app: FastifyInstance, uiFolder: string): Promise<void> {
  await app.register(fastifyStatic, { root: uiFolder, serve: false, cacheControl: false });

  const sendPage = async (reply: FastifyReply): Promise<FastifyReply> => {
    const built = await readFile(join(uiFolder, 'index.html'), 'utf8').catch(() => null);
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    if (built === null)
      return reply.status(503).send(wordPage('The window is not built yet', 'Run “npm run build”, then load this page again.'));
    const page = freshPage(built);
    return reply.header('content-security-policy', page.policy).send(page.html);
  };

  app.get('/', (_request, reply) => sendPage(reply));
  app.get('/index.html', (_request, reply) => sendPage(reply));
  app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    const path = request.params['*'];
    if (!path.split('/').at(-1)?.includes('.')) return sendPage(reply);
    // The names under assets/ are hashes of their content.
    reply.header('cache-control', path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache');
    return reply.sendFile(path);
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'no-store');
    return refuse(request, reply, notThere);
  });
}
