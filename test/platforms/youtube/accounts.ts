import { createHash, randomBytes } from 'node:crypto';
import type { Grant } from '../../../electron/accounts/types.ts';
import type { SimulatorClock } from '../kit/openSimulator.ts';
import type { YoutubeSwitches } from './switches.ts';

/** Words: an account is a Google account, or one of its brand accounts; each has one channel at most. */
export type Account = { readonly name: string; readonly channelId: string; readonly title: string; readonly handle: string };

type Access = { readonly account: string; readonly scopes: readonly string[]; readonly endsAt: number };
type Refresh = { readonly account: string; readonly scopes: readonly string[]; readonly endsAt: number | null; readonly bornAt: number };
export type Code = {
  readonly account: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string;
  readonly offline: boolean;
  readonly endsAt: number;
};

export const ACCESS_SECONDS = 3_599;
export const TEST_MODE_SECONDS = 7 * 86_400;
const CODE_MS = 10 * 60_000;
const MOST_REFRESH_TOKENS = 100;

/** Who exists at Google, and every token they gave. */
export function createAccounts(clock: SimulatorClock, switches: YoutubeSwitches) {
  const accounts = new Map<string, Account>();
  const access = new Map<string, Access>();
  const refresh = new Map<string, Refresh>();
  const codes = new Map<string, Code>();
  const given: string[] = [];
  const secret = (kind: string): string => {
    const text = `${kind}${randomBytes(24).toString('base64url')}`;
    given.push(text);
    return text;
  };

  const find = (name: string): Account => {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const channelId = `UC${createHash('sha256').update(name).digest('base64url').slice(0, 22)}`;
    const account = { name, channelId, title: `${name[0]?.toUpperCase()}${name.slice(1)} films`, handle: `@${name}films` };
    accounts.set(name, account);
    return account;
  };

  const newAccess = (account: string, scopes: readonly string[]): string => {
    const token = secret('ya29.');
    access.set(token, { account, scopes, endsAt: clock.now() + ACCESS_SECONDS * 1000 });
    return token;
  };
  const newRefresh = (account: string, scopes: readonly string[]): string => {
    const token = secret('1//0');
    const endsAt = switches.testMode ? clock.now() + TEST_MODE_SECONDS * 1000 : null;
    refresh.set(token, { account, scopes, endsAt, bornAt: clock.now() });
    const live = [...refresh].filter(([, one]) => one.account === account);
    for (const [old] of live.slice(0, Math.max(0, live.length - MOST_REFRESH_TOKENS))) refresh.delete(old); // silently, as Google does
    return token;
  };

  find('mia');
  find('studio');
  return {
    given,
    secret,
    find,
    all: (): readonly Account[] => [...accounts.values()],
    newAccess,
    newRefresh,
    newCode: (code: Omit<Code, 'endsAt'>): string => {
      const text = secret('4/0');
      codes.set(text, { ...code, endsAt: clock.now() + CODE_MS });
      return text;
    },
    /** A code works once. */
    takeCode: (text: string): Code | null => {
      const code = codes.get(text);
      codes.delete(text);
      return code === undefined || code.endsAt <= clock.now() ? null : code;
    },
    access: (token: string): Access | null => {
      const found = access.get(token);
      return found === undefined || found.endsAt <= clock.now() ? null : found;
    },
    refresh: (token: string): Refresh | null => {
      const found = refresh.get(token);
      if (found === undefined || (found.endsAt !== null && found.endsAt <= clock.now())) return null;
      return found;
    },
    /** Takes back a token of either kind, and all of its account's. */
    revoke: (token: string): boolean => {
      const found = refresh.get(token) ?? access.get(token);
      if (found === undefined) return false;
      for (const [text, { account }] of access) if (account === found.account) access.delete(text);
      for (const [text, { account }] of refresh) if (account === found.account) refresh.delete(text);
      return true;
    },
    kill: (name: string, { refresh: also = false }: { refresh?: boolean } = {}): void => {
      for (const [text, { account }] of access) if (account === name) access.delete(text);
      if (also) for (const [text, { account }] of refresh) if (account === name) refresh.delete(text);
    },
    grantFor: (name: string, scopes: readonly string[]): Grant => {
      find(name);
      const at = clock.now();
      return {
        accessToken: newAccess(name, scopes),
        accessEndsAt: new Date(at + ACCESS_SECONDS * 1000).toISOString(),
        refreshToken: newRefresh(name, scopes),
        refreshEndsAt: switches.testMode ? new Date(at + TEST_MODE_SECONDS * 1000).toISOString() : null,
        scopes: [...scopes],
        obtainedAt: new Date(at).toISOString(),
        extra: {},
      };
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
