import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Services } from '../services.ts';
import { createRouter } from './createRouter.ts';
import { createAdmission, type Admission } from './http/admission.ts';
import { addCallRoutes } from './http/callRoutes.ts';
import { checkCookieWrite, checkOrigin, type Refusal } from './http/checkRequest.ts';
import { addFileRoutes, type FileRouteNeeds } from './http/fileRoutes.ts';
import { refuse } from './http/refuse.ts';
import { addUiRoutes } from './http/uiRoutes.ts';
import type { DoorLog } from './errorWords.ts';

export type HttpDoorNeeds = FileRouteNeeds & {
  readonly services: Services;
  /** Folder of the built window (`dist/renderer`). */
  readonly uiFolder: string;
  /** The secret of `owner.json`; programs of this user send it as a bearer. */
  readonly ownerKey: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly version: string;
  readonly now: () => Date;
  readonly log: DoorLog;
};

export type HttpDoor = {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, without a token. */
  readonly origin: string;
  /** An address with a fresh one-time token; it leads to the studio, or to the page of a practice post. */
  mintAddress(next?: string): string;
  /** Ends event streams too. */
  close(): Promise<void>;
};

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=(), display-capture=()',
  'cache-control': 'no-store',
};

const signedOut: Refusal = {
  status: 401,
  code: 'SIGNED_OUT',
  message: 'This browser is not signed in to the studio.',
  hint: 'Open the newest address that Tidereel printed; “npx tidereel serve” or “npm start” prints a fresh one.',
};
const unreadable: Refusal = { status: 400, code: 'BAD_INPUT', message: 'The address could not be read.', hint: 'Correct the address.' };
const usedUp: Refusal = { ...signedOut, message: 'This address was already used, or it is older than ten minutes.' };

/**
 * Opens the loopback door: our window in a browser, the contract as RPC and REST, media, uploads. It listens on 127.0.0.1
 * only, answers only our own page and holders of the owner key, and never sends CORS headers.
 * @throws Error with code EADDRINUSE when the port is taken.
 */
export async function openHttpDoor(needs: HttpDoorNeeds): Promise<HttpDoor> {
  // Without forceCloseConnections an open event stream would keep close() waiting for ever.
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 1_000_000,
    logger: false,
    // An address that cannot be decoded never reaches the guards; it gets no more than a no.
    frameworkErrors: (_error, request, reply) => void refuse(request, reply.headers(securityHeaders), unreadable),
  });
  let port = needs.port;
  let admission: Admission | null = null;
  addGuards(app, () => ({ port, admission }));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) needs.log.error({ err: error, path: request.url.split('?', 1)[0] }, 'a request failed');
    const message = status >= 500 ? 'Something went wrong inside the studio.' : 'The request could not be read.';
    return refuse(request, reply, { status, code: status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_INPUT', message, hint: 'Try again.' });
  });
  const mintAddress = (next?: string): string => {
    const query = new URLSearchParams({ token: admission?.mintToken() ?? '', ...(next === undefined ? {} : { next }) });
    return `http://127.0.0.1:${port}/?${query.toString()}`;
  };
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      return admission?.hasOwnerKey(request.headers) ? undefined : refuse(request, reply, signedOut); // a session is not enough
    });
    scope.get('/owner/alive', () => ({ version: needs.version, pid: process.pid }));
    scope.post('/owner/token', () => ({ url: mintAddress() }));
  });
  await addCallRoutes(app, { router: createRouter(needs.services), version: needs.version, log: needs.log });
  await addFileRoutes(app, needs);
  await addUiRoutes(app, needs.uiFolder);
  await app.listen({ host: '127.0.0.1', port: needs.port });
  ({ port } = app.server.address() as AddressInfo); // a TCP server that listens has an address with a port
  admission = createAdmission({ ownerKey: needs.ownerKey, port, now: needs.now });
  return { port, origin: `http://127.0.0.1:${port}`, mintAddress, close: () => app.close() };
}

function addGuards(app: FastifyInstance, state: () => { port: number; admission: Admission | null }): void {
  app.addHook('onRequest', async (request, reply) => {
    const { port, admission } = state();
    reply.headers(securityHeaders);
    if (admission === null) return refuse(request, reply, signedOut);
    const foreign = checkOrigin(request.headers, port);
    if (foreign !== null) return refuse(request, reply, foreign);
    if (admission.hasOwnerKey(request.headers)) return undefined;
    const inside = admission.hasSession(request.headers);
    const [path, query] = request.url.split('?', 2);
    const asked = new URLSearchParams(request.method === 'GET' && path === '/' ? query : '');
    const token = asked.get('token');
    if (token !== null) {
      const cookie = inside ? null : admission.exchange(token);
      if (cookie !== null) reply.header('set-cookie', cookie);
      return cookie !== null || inside ? reply.redirect(nextOf(asked), 303) : refuse(request, reply, usedUp);
    }
    if (!inside) return refuse(request, reply, signedOut);
    const unsure = checkCookieWrite(request.method, request.headers);
    return unsure === null ? undefined : refuse(request, reply, unsure);
  });
}

/** Where to go after signing in: nowhere but to a page of ours. */
function nextOf(asked: URLSearchParams): string {
  const next = asked.get('next') ?? '/';
  return /^\/practice\/posts\/[\w.~-]+$/.test(next) ? next : '/';
}
