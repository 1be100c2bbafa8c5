import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Session } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import type { LimitUse } from '../limits/types.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { appUse, dayUse, userUse, type XCall } from './limits.ts';
import { readProblem } from './problem.ts';

const QUARTER_HOUR_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** X resets at a full second and its clock is not ours. */
const MARGIN_MS = 1_000;

/** Of a series, only what is near the end of a limit is news. */
const NEWS_BELOW = 100;

type Asked = { readonly call: XCall; readonly session: Session; readonly isPrepaid?: boolean };
type Told = { readonly use: LimitUse; readonly capacity: number | null; readonly remaining: number; readonly resetsAt: Date | null };

/** The three families of headers and whose counter each speaks of. */
function readHeaders({ call, session }: Asked, { header }: Pick<PlatformAnswer, 'header'>): Told[] {
  const number = (name: string): number | null => {
    const text = header(name);
    return text === null || !/^\d+$/.test(text) ? null : Number(text);
  };
  const families = [
    ['x-rate-limit', userUse(call, session.channelId)],
    ['x-user-limit-24hour', dayUse(call, session.channelId)],
    ['x-app-limit-24hour', call === 'create' ? appUse(call) : null],
  ] as const;
  return families.flatMap(([family, use]) => {
    const remaining = number(`${family}-remaining`);
    if (use === null || remaining === null) return [];
    const reset = number(`${family}-reset`);
    return [{ use, remaining, capacity: number(`${family}-limit`), resetsAt: reset === null ? null : new Date(reset * 1_000) }];
  });
}

/** Takes over what X says of its limits; it knows better than any table. */
export function learnLimits({ limits }: PlatformNeeds, asked: Asked, answer: Pick<PlatformAnswer, 'header'>): void {
  for (const { use, capacity, remaining, resetsAt } of readHeaders(asked, answer)) {
    if (asked.isPrepaid === true && remaining >= NEWS_BELOW) continue;
    limits.learn(use, {
      remaining,
      ...(capacity === null || capacity === 0 ? {} : { capacity }),
      ...(resetsAt === null ? {} : { resetsAt }),
    });
  }
}

/** What follows from a 429: the counter that is empty is blocked until it is full again. */
export function stopUntilReset(needs: PlatformNeeds, asked: Asked, answer: PlatformAnswer): PublishFailed {
  const { code, raw } = readProblem(answer);
  if (code.includes('usage-capped')) {
    const reason = 'The monthly limit of your app at X is reached. Raise it in the X developer console, or send it again next month.';
    return new PublishFailed({ kind: 'needs-you', reason, code }, { cause: raw });
  }
  const now = needs.now().getTime();
  const empty = readHeaders(asked, answer).filter(({ remaining }) => remaining === 0);
  // of several empty counters the one that stays empty longest decides
  const [worst] = empty.toSorted((one, other) => (other.resetsAt?.getTime() ?? 0) - (one.resetsAt?.getTime() ?? 0));
  const use = worst?.use ?? userUse(asked.call, asked.session.channelId);
  const windowMs = 'ms' in use.rule.per ? use.rule.per.ms : QUARTER_HOUR_MS;
  const told = (worst?.resetsAt?.getTime() ?? 0) + MARGIN_MS;
  const until = new Date(told > now ? Math.min(told, now + DAY_MS + MARGIN_MS) : now + Math.min(windowMs, QUARTER_HOUR_MS));
  const reason = `X takes no more of this from ${use.scope === 'app' ? 'your app' : 'this account'} for now (${use.rule.label}).`;
  needs.limits.block(use, until, reason);
  return new PublishFailed({ kind: 'wait', until, reason, code }, { cause: raw });
}
