import { randomBytes, type Hash } from 'node:crypto';
import type { InstagramSwitches } from './switches.ts';

export type InstagramAccount = {
  readonly username: string;
  readonly name: string;
  /** The id for publishing. */
  readonly userId: string;
  readonly pageId: string;
  readonly pageName: string;
};

export type TokenRecord = {
  /** person: a Facebook user's; page: of one Page; instagram: of Instagram Login. */
  readonly kind: 'person' | 'page' | 'instagram';
  /** Usernames it opens. */
  readonly accounts: readonly string[];
  readonly scopes: readonly string[];
  /** ms; null: without an end. */
  readonly endsAt: number | null;
  readonly obtainedAt: number;
  deadSubcode: number | null;
};

export type Container = {
  readonly id: string;
  readonly account: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly hash: Hash;
  received: number;
  /** null until the first byte. */
  size: number | null;
  filmHash: string | null;
  /** When all bytes were there. */
  wholeAt: number | null;
  error: number | null;
  mediaId: string | null;
};

export type Media = {
  readonly id: string;
  readonly account: string;
  readonly caption: string;
  readonly filmHash: string;
  readonly at: number;
  readonly shortcode: string;
  numbers: Record<string, number>;
  likeCount: number | null;
  commentsCount: number | null;
};

/** Everything the simulator remembers. */
export type World = {
  readonly now: () => number;
  readonly switches: InstagramSwitches;
  readonly accounts: Map<string, InstagramAccount>;
  readonly tokens: Map<string, TokenRecord>;
  readonly secrets: Set<string>;
  readonly containers: Map<string, Container>;
  readonly media: Media[];
  /** Films at public addresses: address to SHA-256. */
  readonly films: Map<string, string>;
  /** The next upload keeps only so many bytes. */
  cutAfter: number | null;
  readonly give: (prefix: string) => string;
  readonly newId: (prefix: string) => string;
};

export const PERSON_ID = '10160000000000001';
export const appKeys = { appId: '1234567890123456', appSecret: randomBytes(16).toString('hex') };
export const DAY_MS = 86_400_000;

export function makeWorld(now: () => number, switches: InstagramSwitches): World {
  const secrets = new Set([appKeys.appSecret]);
  let count = 0;
  const account = (username: string, name: string, end: string): [string, InstagramAccount] => [
    username,
    { username, name, userId: `178414000000000${end}`, pageId: `61550000000000${end}`, pageName: `${name} Page` },
  ];
  return {
    now,
    switches,
    accounts: new Map([account('mia', 'Mia Moves', '11'), account('studio', 'Studio Eight', '22')]),
    tokens: new Map(),
    secrets,
    containers: new Map(),
    media: [],
    films: new Map(),
    cutAfter: null,
    give: (prefix) => {
      const secret = `${prefix}${randomBytes(24).toString('hex')}`;
      secrets.add(secret);
      return secret;
    },
    newId: (prefix) => `${prefix}${String((count += 1)).padStart(12, '0')}`,
  };
}
