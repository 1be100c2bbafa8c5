import { randomBytes } from 'node:crypto';
import { SignInFailed, type AskedScope, type Grant, type RemoteAccount, type SignInMethod } from '../../electron/accounts/types.ts';

/** A platform in a few lines, whose refresh tokens work once: a second use ends the whole family, as on X. */
export type StandIn = SignInMethod<'x'> & {
  redirect: ReturnType<SignInMethod['redirects']>[number];
  readonly accountsGiven: { remoteAccount: string; name: string; handle: string }[];
  granted: string[];
  readonly renewals: string[];
  readonly revoked: string[];
  readonly codes: Set<string>;
  /** What the next renewals, exchanges and revocations throw. */
  readonly trouble: Error[];
  /** Called after the old token was spent, and before the new one is answered. */
  afterSpending: () => void | Promise<void>;
  /** The person takes back what they allowed. */
  kill(): void;
  readonly secretsGiven: string[];
};

export const HOUR_MS = 3_600_000;

export function createStandIn(clock: { ms: number }): StandIn {
  let live = '';
  const secret = (kind: string): string => {
    const token = `${kind}.${randomBytes(16).toString('hex')}`;
    standIn.secretsGiven.push(token);
    return token;
  };
  const grant = (): Grant => {
    live = secret('refresh');
    return {
      accessToken: secret('access'),
      accessEndsAt: new Date(clock.ms + 2 * HOUR_MS).toISOString(),
      refreshToken: live,
      refreshEndsAt: new Date(clock.ms + 180 * 24 * HOUR_MS).toISOString(),
      scopes: [...standIn.granted],
      obtainedAt: new Date(clock.ms).toISOString(),
      extra: {},
    };
  };
  const stumble = (): void => {
    const error = standIn.trouble.shift();
    if (error !== undefined) throw error;
  };
  const scopes: AskedScope[] = [
    { scope: 'post', needed: true, without: 'Without “post” nothing can be published.' },
    { scope: 'numbers', needed: false, without: 'Views cannot be read.' },
  ];
  const standIn: StandIn = {
    platform: 'x',
    redirect: { route: 'loopback', host: '127.0.0.1', path: '/callback', ports: 'any' },
    accountsGiven: [{ remoteAccount: '1', name: 'Mia', handle: '@mia' }],
    granted: ['post', 'numbers'],
    renewals: [],
    revoked: [],
    codes: new Set(),
    trouble: [],
    afterSpending: () => undefined,
    secretsGiven: [],
    kill: () => void (live = ''),
    scopes,
    redirects: () => [standIn.redirect],
    authorizeUrl: ({ redirectUri, state }) =>
      `https://platform.example/authorize?${new URLSearchParams({ redirectUri, state }).toString()}`,
    async exchange({ callback }) {
      stumble();
      if (callback.get('error') !== null)
        throw new SignInFailed('refused', { message: 'You said no.', hint: 'Say yes.', code: 'access_denied' });
      const code = callback.get('code') ?? '';
      if (!standIn.codes.delete(code))
        throw new SignInFailed('refused', { message: 'The code is not good.', hint: 'Begin again.', code: 'invalid_grant' });
      return grant();
    },
    accounts: async (given): Promise<RemoteAccount[]> => standIn.accountsGiven.map((account) => ({ ...account, grant: given, note: null })),
    renewAt: ({ accessEndsAt, refreshToken }) =>
      accessEndsAt === null || refreshToken === null ? null : new Date(Date.parse(accessEndsAt) - HOUR_MS / 2),
    async renew(_keys, { refreshToken }) {
      await Promise.resolve();
      stumble();
      standIn.renewals.push(refreshToken ?? '');
      if (refreshToken !== live || live === '') {
        live = ''; // the family is gone
        throw new SignInFailed('dead', { message: 'X ended the sign-in.', hint: 'Sign in again.', code: 'invalid_grant' });
      }
      const renewed = grant();
      await standIn.afterSpending();
      return renewed;
    },
    async revoke(_keys, { accessToken }) {
      stumble();
      standIn.revoked.push(accessToken);
    },
  };
  return standIn;
}
