import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderCallbackPage, type CallbackPage } from './callbackPage.ts';
import type { Redirect } from './types.ts';

type Loopback = Extract<Redirect, { route: 'loopback' }>;

export type CallbackListener = {
  readonly redirectUri: string;
  /** Takes no question any more; one that is being answered is finished. */
  close(): void;
};

const LINGER_MS = 5_000;
const TRIES = 5;

/** The browser came to an address that only looks like the one it was sent to. */
const nothingHere: CallbackPage = { status: 404, title: 'There is nothing here', text: 'Go back to Tidereel.' };

/**
 * Waits on this computer for the browser to come back: at 127.0.0.1, and at ::1 too where the address says localhost.
 * null: every port of the fixed list is taken.
 */
export async function listenForCallback(
  redirect: Loopback,
  answer: (query: URLSearchParams) => Promise<CallbackPage>,
): Promise<CallbackListener | null> {
  const ports = redirect.ports === 'any' ? Array.from({ length: TRIES }, () => 0) : redirect.ports;
  for (const wanted of ports) {
    const servers = await listen(redirect, wanted, answer);
    const [first] = servers;
    if (first === undefined) continue;
    const { port } = first.address() as AddressInfo; // a TCP server that listens has one
    return { redirectUri: `http://${redirect.host}:${port}${redirect.path}`, close: () => servers.forEach(shut) };
  }
  return null;
}

/** All servers of one port, or none when somebody else has it. */
async function listen(
  { host, path }: Loopback,
  wanted: number,
  answer: (query: URLSearchParams) => Promise<CallbackPage>,
): Promise<Server[]> {
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { port } = request.socket.address() as AddressInfo; // of a connection that is open
    void respond(request, { host: `${host}:${port}`, path: path || '/' }, answer).then((page) => send(response, page));
  };
  const first = await open('127.0.0.1', wanted, handle);
  if (first === 'taken' || first === 'impossible') return [];
  if (host === '127.0.0.1') return [first];
  const second = await open('::1', (first.address() as AddressInfo).port, handle);
  if (second === 'impossible') return [first]; // no IPv6 here, so no browser asks for it
  if (second !== 'taken') return [first, second];
  shut(first);
  return [];
}

function open(
  address: string,
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server | 'taken' | 'impossible'> {
  const server = createServer({ maxHeaderSize: 32_768, headersTimeout: 10_000, requestTimeout: 15_000 }, handle);
  server.maxConnections = 20;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
        resolve('taken'); // Windows reserves some ports
      else if (address === '::1') resolve('impossible');
      else reject(error);
    });
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });
}

async function respond(
  request: IncomingMessage,
  { host, path }: { host: string; path: string },
  answer: (query: URLSearchParams) => Promise<CallbackPage>,
): Promise<CallbackPage> {
  const url = URL.parse(request.url ?? '', `http://${host}`);
  if (request.headers.host !== host || url === null || url.pathname !== path) return nothingHere; // favicon.ico, and whoever looks around
  if (request.method !== 'GET') return { ...nothingHere, status: 405 };
  return answer(url.searchParams);
}

function send(response: ServerResponse, page: CallbackPage): void {
  const { html, headers } = renderCallbackPage(page);
  response.writeHead(page.status, { ...headers, ...(page.status === 405 ? { allow: 'GET' } : {}) });
  response.end(html);
}

function shut(server: Server): void {
  server.close();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), LINGER_MS).unref();
}
