/*
Words: a simulator is a real HTTP server on loopback that enforces what a platform's reference says. A switch turns one
unverified fact ([U] in the reference) one way or the other. A fault is trouble on demand, at one call.
*/
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { FaultPlan } from './faults.ts';

/** One question as a route sees it. */
export type Question = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The whole body; only for routes that do not stream. */
  readonly body: () => Promise<Buffer>;
  readonly form: () => Promise<URLSearchParams>;
  /** Parsed; undefined when it is no JSON. */
  readonly json: () => Promise<unknown>;
  /** The bytes as they arrive. */
  readonly stream: () => AsyncIterable<Buffer>;
  /** The parts of the path that the route's pattern named. */
  readonly params: Readonly<Record<string, string>>;
};

export type Reply = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

export type Route = {
  readonly method: string;
  /** Like "/v2/post/:id"; a part that starts with a colon is named. A trailing slash is part of the path. */
  readonly path: string;
  /** What a fault plan calls it. */
  readonly name: string;
  readonly answer: (question: Question) => Reply | Promise<Reply>;
};

export type OpenSimulator = {
  readonly origin: string;
  readonly faults: FaultPlan;
  /** Every question in order, for tests that count them. Bodies are not kept. */
  readonly questions: {
    method: string;
    path: string;
    name: string;
    status: number;
    headers: Readonly<Record<string, string | undefined>>;
  }[];
  readonly close: () => Promise<void>;
};

export type SimulatorClock = { readonly now: () => number };

/** Serves `routes`; a path without a route gets `unknown`. A body given as an object is sent as JSON, text as it is. */
export async function openSimulator(routes: readonly Route[], unknown: Reply, port = 0): Promise<OpenSimulator> {
  const faults = new FaultPlan();
  const questions: OpenSimulator['questions'] = [];
  const compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));
  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      console.error('the simulator itself failed:', error);
      response.destroy();
    });
  });
  server.requestTimeout = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request; // a request that was read in part lets go of it
    const url = new URL(request.url ?? '/', origin);
    const found = compiled.find(({ route, pattern }) => route.method === request.method && pattern.test(url.pathname));
    const name = found?.route.name ?? 'unknown';
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([key, value]) => [key, Array.isArray(value) ? value.at(-1) : value]),
    );
    const entry = { method: request.method ?? '', path: url.pathname + url.search, name, status: 0, headers };
    questions.push(entry);
    const fault = faults.take(name);
    if (fault?.kind === 'reset-before') return void socket.destroy();
    if (fault?.kind === 'reset-during') {
      let seen = 0;
      for await (const part of request as AsyncIterable<Buffer>) {
        seen += part.length;
        if (seen >= (fault.afterBytes ?? 1)) break;
      }
      return void socket.destroy();
    }
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 50));
    let reply: Reply;
    if (fault?.kind === 'answer') {
      request.resume();
      await drained(request);
      reply = fault.reply;
    } else {
      reply =
        found === undefined
          ? unknown
          : await found.route.answer(questionOf(request, url, { headers, params: found.pattern.exec(url.pathname)?.groups ?? {} }));
      if (!request.readableEnded) {
        request.resume();
        await drained(request);
      }
    }
    entry.status = reply.status;
    if (fault?.kind === 'lost-answer') return void socket.destroy();
    const isText = typeof reply.body === 'string';
    let text = reply.body === undefined ? '' : isText ? (reply.body as string) : JSON.stringify(reply.body);
    if (fault?.kind === 'malformed') text = `${text.slice(0, Math.max(1, Math.floor(text.length / 2)))}<oops`;
    response.writeHead(reply.status, {
      ...(reply.body === undefined ? {} : { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8' }),
      'content-length': String(Buffer.byteLength(text)),
      ...reply.headers,
    });
    response.end(text);
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    faults,
    questions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function compile(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

async function drained(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  await new Promise<void>((resolve) => {
    request.once('end', resolve);
    request.once('close', resolve);
  });
}

function questionOf(
  request: IncomingMessage,
  url: URL,
  { headers, params }: { headers: Readonly<Record<string, string | undefined>>; params: Readonly<Record<string, string>> },
): Question {
  let whole: Promise<Buffer> | null = null;
  const body = (): Promise<Buffer> =>
    (whole ??= Readable.from(request)
      .toArray()
      .then((parts) => Buffer.concat(parts as Buffer[])));
  return {
    method: request.method ?? '',
    url,
    headers,
    params,
    body,
    form: async () => new URLSearchParams((await body()).toString('utf8')),
    json: async () => {
      try {
        return JSON.parse((await body()).toString('utf8'));
      } catch {
        return undefined;
      }
    },
    stream: () => request as AsyncIterable<Buffer>,
  };
}
