import { createReadStream } from 'node:fs';
import { pipeline, Transform, type Readable } from 'node:stream';
import { errors, request } from 'undici';
import { LostAnswer } from './lostAnswer.ts';
import { parseJson } from './parseJson.ts';

/** A piece of a file, streamed from the disk: bytes `start` to `end`, both included; `end` is start − 1 for none. */
type FilePiece = { readonly path: string; readonly start: number; readonly end: number };

export type PlatformQuestion = {
  readonly url: string | URL;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** One of: an object sent as JSON, a form, raw bytes, or a piece of a file. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly bytes?: Uint8Array;
  readonly file?: FilePiece;
  /** Bytes of `file` that were handed to the system so far. */
  readonly onSent?: (bytes: number) => void;
  /** Longest silence before the answer's head and between its parts, ms. Default 30 s. */
  readonly silenceMs?: number;
  readonly signal: AbortSignal;
};

export type PlatformAnswer = {
  readonly status: number;
  /** Names in lower case; the last of several. */
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** The body as JSON; undefined when it is none. Whole numbers too large for a JavaScript number come as text. */
  readonly json: unknown;
};

const MOST_ANSWER_BYTES = 10_000_000;
const SILENCE_MS = 30_000;
/** The question never reached the platform. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * One question to a platform and its answer, whatever its status. Never follows a redirect, never tries again: both are
 * decisions. Files are streamed with their exact length, so a gigabyte costs no memory.
 * @throws LostAnswer when no whole answer came; the reason of `signal` when it aborted; a file's own error.
 */
export async function callPlatform(question: PlatformQuestion): Promise<PlatformAnswer> {
  const { method = 'GET', signal, silenceMs = SILENCE_MS } = question;
  const { body, headers, problem } = bodyOf(question);
  try {
    const {
      statusCode,
      headers: answered,
      body: stream,
    } = await request(question.url, {
      method,
      headers: { ...headers, ...question.headers },
      body,
      signal,
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
    });
    const text = await readText(stream);
    const header = (name: string): string | null => {
      const value = answered[name.toLowerCase()];
      return (Array.isArray(value) ? value.at(-1) : value) ?? null;
    };
    return { status: statusCode, header, text, json: parseJson(text) };
  } catch (cause) {
    if (problem() !== null) throw problem();
    signal.throwIfAborted();
    throw new LostAnswer(new URL(question.url).host, isUnsent(cause) ? 'never-arrived' : 'unknown', { cause });
  }
}

type Body = { body: string | Buffer | Readable | null; headers: Record<string, string>; problem: () => Error | null };

function bodyOf({ json, form, bytes, file, onSent, method }: PlatformQuestion): Body {
  const none = { problem: () => null };
  if (json !== undefined) return { ...none, body: JSON.stringify(json), headers: { 'content-type': 'application/json; charset=UTF-8' } };
  if (form !== undefined) {
    return { ...none, body: new URLSearchParams(form).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  }
  if (bytes !== undefined)
    return {
      ...none,
      body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      headers: { 'content-length': String(bytes.byteLength) },
    };
  if (file === undefined)
    return { ...none, body: null, headers: method === undefined || method === 'GET' ? {} : { 'content-length': '0' } };
  const length = file.end - file.start + 1;
  if (length === 0) return { ...none, body: null, headers: { 'content-length': '0' } };
  const stream = createReadStream(file.path, { start: file.start, end: file.end, highWaterMark: 1 << 20 });
  let failed: Error | null = null;
  let sent = 0;
  // a listener on the file would set it flowing before there is a connection, and lose what flows by
  const counter = new Transform({
    highWaterMark: 1 << 20,
    transform(part: Buffer, _encoding, done) {
      try {
        onSent?.((sent += part.length));
        done(null, part);
      } catch (error) {
        failed = error instanceof Error ? error : new Error(String(error)); // whoever counts gave up: the question ends with that
        done(failed);
      }
    },
  });
  stream.on('error', (error) => {
    if (!counter.destroyed) failed ??= error; // a file that vanished is no trouble of the platform; a broken connection is no trouble of the file
  });
  pipeline(stream, counter, () => undefined); // whichever ends takes the other with it; what went wrong is noted above
  return { body: counter, headers: { 'content-length': String(length) }, problem: () => failed };
}

async function readText(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_ANSWER_BYTES) throw new Error('the answer is larger than any we expect');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function isUnsent(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return NEVER_ARRIVED.has(code);
}
