import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/* Words: a token stands in an address and opens the door once; a session is a browser that came in; the owner key is for
programs of this user. */

const TOKEN_LIFE_MS = 10 * 60_000;
const SESSIONS_KEPT = 100;
const TOKENS_KEPT = 20;

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const randomSecret = (): string => randomBytes(32).toString('base64url');

export type Admission = {
  /** A fresh token, good once and for ten minutes. */
  mintToken(): string;
  /** Uses a token up. Answers the Set-Cookie value of a new session, or null when the token is not good. */
  exchange(token: string): string | null;
  hasSession(headers: IncomingHttpHeaders): boolean;
  hasOwnerKey(headers: IncomingHttpHeaders): boolean;
};

/**
 * Keeps who may come in. Only digests are kept, and they are compared in constant time. The cookie's name includes the
 * port, since browsers do not keep cookies of two ports apart.
 */
export function createAdmission(needs: { ownerKey: string; port: number; now: () => Date }): Admission {
  const tokens: { digest: Buffer; until: number }[] = [];
  const sessions = new Set<string>();
  const ownerDigest = digest(needs.ownerKey);
  const cookieName = `tidereel-${needs.port}`;
  return {
    mintToken() {
      const token = randomSecret();
      tokens.push({ digest: digest(token), until: needs.now().getTime() + TOKEN_LIFE_MS });
      tokens.splice(0, Math.max(0, tokens.length - TOKENS_KEPT));
      return token;
    },
    exchange(token) {
      const asked = digest(token);
      const at = tokens.findIndex((known) => timingSafeEqual(known.digest, asked));
      const [known] = at === -1 ? [] : tokens.splice(at, 1);
      if (known === undefined || known.until < needs.now().getTime()) return null;
      const session = randomSecret();
      sessions.add(digest(session).toString('hex'));
      for (const oldest of [...sessions].slice(0, Math.max(0, sessions.size - SESSIONS_KEPT))) sessions.delete(oldest);
      return `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;
    },
    hasSession(headers) {
      const values = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const own = values.filter((pair) => pair.startsWith(`${cookieName}=`)).map((pair) => pair.slice(cookieName.length + 1));
      return own.some((session) => sessions.has(digest(session).toString('hex')));
    },
    hasOwnerKey(headers) {
      const key = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
      return key !== undefined && timingSafeEqual(digest(key), ownerDigest);
    },
  };
}
