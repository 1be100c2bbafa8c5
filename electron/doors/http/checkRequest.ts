import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is turned away before anything looks at it; words are for people. */
export type Refusal = { readonly status: number; readonly code: string; readonly message: string; readonly hint: string };

const ownPage = 'Use the address that Tidereel printed or opened.';

/**
 * Checks that a request comes from this computer's own page or from a program, and not from a foreign web site.
 * - Host must name us: a foreign name that resolves to 127.0.0.1 (DNS rebinding) is refused.
 * - Origin, when sent, must be our own; "null" is not.
 * - Sec-Fetch-Site, when sent, must be same-origin, or none (typed or opened by a program). Another port of this computer
 *   counts as same-site, and is refused.
 */
export function checkOrigin(headers: IncomingHttpHeaders, port: number): Refusal | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host)) {
    return { status: 421, code: 'WRONG_HOST', message: 'This address is not ours to answer.', hint: ownPage };
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return { status: 403, code: 'FOREIGN_PAGE', message: 'Another web page tried to use the studio.', hint: ownPage };
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return { status: 403, code: 'FOREIGN_PAGE', message: 'Another web page tried to use the studio.', hint: ownPage };
  }
  return null;
}

const safeMethods = ['GET', 'HEAD'];

/**
 * A cookie travels by itself, so a change asked for with a cookie must also say that our page asked: every browser sends
 * Origin or Sec-Fetch-Site with it. (`checkOrigin` has already refused foreign values.)
 */
export function checkCookieWrite(method: string, headers: IncomingHttpHeaders): Refusal | null {
  if (safeMethods.includes(method) || headers.origin !== undefined || headers['sec-fetch-site'] === 'same-origin') return null;
  return { status: 403, code: 'FOREIGN_PAGE', message: 'The request does not say which page it comes from.', hint: ownPage };
}

/** Largest body of a call, bytes: documents and transcripts are long, everything else is short. */
function bodyLimit(path: string): number {
  if (path.endsWith('/projects/import')) return 210_000_000;
  if (/\/(attachTranscript|transcript)$/.test(path)) return 60_000_000;
  return 4_000_000;
}

/** A call with a body must be JSON and must say how long it is, so that a page cannot send a form and nothing grows without end. */
export function checkBody(method: string, path: string, headers: IncomingHttpHeaders): Refusal | null {
  if (safeMethods.includes(method)) return null;
  if (headers['transfer-encoding'] !== undefined) {
    return { status: 411, code: 'LENGTH_REQUIRED', message: 'The request does not say how long it is.', hint: 'Send Content-Length.' };
  }
  const length = Number(headers['content-length'] ?? 0);
  if (length === 0) return null;
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return { status: 415, code: 'NOT_JSON', message: 'Calls are made in JSON.', hint: 'Send Content-Type: application/json.' };
  }
  if (!(length <= bodyLimit(path))) {
    return { status: 413, code: 'TOO_LARGE', message: 'The request is larger than this call takes.', hint: 'Send less at once.' };
  }
  return null;
}
