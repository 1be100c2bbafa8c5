import { randomBytes } from 'node:crypto';

/**
 * The policy of our own page: everything from ourselves, styles also with this answer's nonce, nothing else, in no frame.
 * `nonce` must be fresh for every answer.
 */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** Vite writes this mark wherever the page needs the nonce; see vite.config.ts. */
const NONCE_MARK = '__CSP_NONCE__';

/** The page as it is sent: a fresh nonce in every place that carries the mark, and the policy that goes with it. */
export function freshPage(html: string): { html: string; policy: string } {
  const nonce = randomBytes(16).toString('base64');
  return { html: html.replaceAll(NONCE_MARK, nonce), policy: pagePolicy(nonce) };
}
