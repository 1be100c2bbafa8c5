import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './checkRequest.ts';
import { wordPage } from './wordPage.ts';

/**
 * Says no in the form the asker can read: a page for a person, the error envelope of the RPC protocol for our own window,
 * plain JSON for programs. All three hold the same code and words.
 */
export function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, code, message, hint } = refusal;
  reply.status(status);
  if (request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')) {
    return reply.type('text/html; charset=utf-8').send(wordPage(message, hint));
  }
  const error = { defined: false, code, status, message, data: { hint } };
  return reply.type('application/json').send(JSON.stringify(request.url.startsWith('/rpc/') ? { json: error } : error));
}
