import { dayIn } from '../../../shared/schedule/zonedDays.ts';
import type { Question, Reply, SimulatorClock } from '../kit/openSimulator.ts';
import type { Account, Accounts } from './accounts.ts';
import { refuse } from './reply.ts';
import type { YoutubeSwitches } from './switches.ts';

const PACIFIC = 'America/Los_Angeles';
const scopeOf = (name: string): string => `https://www.googleapis.com/auth/${name}`;
const MANAGE = ['youtube', 'youtube.force-ssl'].map(scopeOf);
/** Which scopes open what, as each method names them. */
export const OPENS = {
  upload: [...MANAGE, scopeOf('youtube.upload')],
  read: [...MANAGE, scopeOf('youtube.readonly')],
  change: MANAGE,
  analytics: [scopeOf('yt-analytics.readonly'), scopeOf('yt-analytics-monetary.readonly')],
};

/** Where every question passes: whose token it is, what it may, and what it costs. A Reply is a refusal. */
export function createDesk({ accounts, switches, clock }: { accounts: Accounts; switches: YoutubeSwitches; clock: SimulatorClock }) {
  const used = new Map<string, number>();
  const spend = (bucket: string, cost: number, most: number): Reply | null => {
    const key = `${bucket} ${dayIn(clock.now(), PACIFIC)}`;
    const before = used.get(key) ?? 0;
    if (before + cost > most) {
      return refuse(403, 'quotaExceeded', 'The request cannot be completed because you have exceeded your quota.');
    }
    used.set(key, before + cost);
    return null;
  };

  /** Whose token it is; a Reply when it is nobody's, or opens too little. */
  const identify = ({ headers }: Question, opens: readonly string[]): Account | Reply => {
    const access = accounts.access(headers['authorization']?.replace(/^Bearer /, '') ?? '');
    if (access === null) return refuse(401, 'authError', 'Invalid Credentials');
    if (!access.scopes.some((scope) => opens.includes(scope))) {
      return refuse(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
    }
    return accounts.find(access.account);
  };

  return {
    identify,
    spendUnits: (cost: number): Reply | null => spend('units', cost, switches.unitsPerDay),
    spendUpload: (): Reply | null => spend('uploads', 1, switches.uploadsPerDay),
    unitsSpent: (): number => used.get(`units ${dayIn(clock.now(), PACIFIC)}`) ?? 0,
    hasChannel: ({ name }: Account): boolean => !switches.withoutChannel.includes(name),
  };
}
export type Desk = ReturnType<typeof createDesk>;
export const isReply = (value: Account | Reply): value is Reply => 'status' in value;
