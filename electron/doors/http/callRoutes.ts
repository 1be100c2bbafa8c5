import { SmartCoercionPlugin } from '@orpc/json-schema';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { RPCHandler } from '@orpc/server/fastify';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import { contract } from '../../../shared/contract/contract.ts';
import type { StudioRouter } from '../createRouter.ts';
import { errorWords, type DoorLog } from '../errorWords.ts';
import { checkBody } from './checkRequest.ts';
import { refuse } from './refuse.ts';

const notThere = { status: 404, code: 'NOT_FOUND', message: 'There is no such call.', hint: 'GET /api/openapi.json lists all calls.' };

/**
 * The contract over HTTP: `/rpc/*` as our own window and command line speak it, `/api/*` as plain REST for other programs,
 * described by `/api/openapi.json`.
 */
export async function addCallRoutes(app: FastifyInstance, needs: { router: StudioRouter; version: string; log: DoorLog }): Promise<void> {
  const schemaConverters = [new ZodToJsonSchemaConverter()];
  const rpc = new RPCHandler(needs.router, errorWords(needs.log));
  const rest = new OpenAPIHandler(needs.router, { ...errorWords(needs.log), plugins: [new SmartCoercionPlugin({ schemaConverters })] });
  let document: Promise<object> | null = null; // made when first asked for: few ever ask
  await app.register(async (scope) => {
    // oRPC reads the bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null, undefined));
    scope.addHook('onRequest', async (request, reply) => {
      const refusal = checkBody(request.method, request.url.split('?', 1)[0] ?? '', request.headers);
      if (refusal !== null) return refuse(request, reply, refusal);
      return undefined;
    });
    scope.get('/api/openapi.json', async () => {
      document ??= new OpenAPIGenerator({ schemaConverters }).generate(contract, {
        info: { title: 'Tidereel', version: needs.version },
        servers: [{ url: '/api' }],
        security: [{ owner: [] }],
        components: { securitySchemes: { owner: { type: 'http', scheme: 'bearer' } } },
      });
      return document;
    });
    scope.all('/rpc/*', async (request, reply) => {
      const { matched } = await rpc.handle(request, reply, { prefix: '/rpc', context: {} });
      return matched ? reply : refuse(request, reply, notThere);
    });
    scope.all('/api/*', async (request, reply) => {
      const { matched } = await rest.handle(request, reply, { prefix: '/api', context: {} });
      return matched ? reply : refuse(request, reply, notThere);
    });
  });
}
