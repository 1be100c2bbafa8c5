import type { Reply } from '../kit/openSimulator.ts';
import { problem } from './problems.ts';
import type { XSwitches } from './switches.ts';

const QUARTER_HOUR_MS = 900_000;
const DAY_MS = 86_400_000;

/** Documented limits of 15 minutes per user. */
const perUser: Readonly<Record<string, number>> = {
  create: 100,
  delete: 50,
  initialize: 1_875,
  append: 1_875,
  finalize: 1_875,
  'one-shot': 500,
  status: 1_000,
  lookup: 5_000,
  timeline: 900,
  me: 75,
};

export type XCost = { readonly item: string; readonly units: number; readonly usdEach: number; readonly account: string };

/** Counts calls as X does, and what they cost. */
export function openMeter(switches: XSwitches, now: () => number) {
  const windows = new Map<string, { used: number; endsAt: number }>();
  const costs: XCost[] = [];

  const windowOf = (key: string, ms: number): { used: number; endsAt: number } => {
    const known = windows.get(key);
    if (known !== undefined && known.endsAt > now()) return known;
    const fresh = { used: 0, endsAt: now() + ms };
    windows.set(key, fresh);
    return fresh;
  };
  const headersOf = (family: string, { limit, used, endsAt }: { limit: number; used: number; endsAt: number }): Record<string, string> => ({
    [`${family}-limit`]: String(limit),
    [`${family}-remaining`]: String(Math.max(0, limit - used)),
    [`${family}-reset`]: String(Math.ceil(endsAt / 1_000)),
  });
  const tooMany = (headers: Record<string, string>): Reply => ({
    ...(switches.tooManyBody === 'problem'
      ? problem(429, 'Too Many Requests', 'Too Many Requests')
      : { status: 429, body: { errors: [{ code: 88, message: 'Rate limit exceeded.' }] } }),
    headers: switches.headersOn429 ? headers : {},
  });
  const spent = (): number => costs.reduce((sum, { units, usdEach }) => sum + units * usdEach, 0);

  return {
    costs: (): readonly XCost[] => costs,
    spent,
    /** Headers for the answer, and the refusal when a limit is reached. */
    count: (route: string, accountId: string): { headers: Record<string, string>; refusal: Reply | null } => {
      const limit = switches.limits[route] ?? perUser[route] ?? 900;
      const window = windowOf(`${route} ${accountId}`, QUARTER_HOUR_MS);
      const day = route === 'create' && switches.postsPerDay !== null ? windowOf(`day ${accountId}`, DAY_MS) : null;
      const headers = (): Record<string, string> => ({
        ...headersOf('x-rate-limit', { limit, ...window }),
        ...(day === null ? {} : headersOf('x-user-limit-24hour', { limit: switches.postsPerDay ?? 0, ...day })),
        ...(day === null ? {} : headersOf('x-app-limit-24hour', { limit: 10_000, ...day })),
      });
      const isOver = window.used >= limit || (day !== null && day.used >= (switches.postsPerDay ?? 0));
      if (isOver) return { headers: headers(), refusal: tooMany(headers()) };
      window.used += 1;
      if (day !== null) day.used += 1;
      return { headers: headers(), refusal: null };
    },
    /** Nothing that costs is answered without credit. */
    noCredit: (): Reply | null => {
      if (spent() < switches.creditUsd) return null;
      if (switches.creditsBody === 'empty') return { status: 402 };
      return problem(402, 'CreditsDepleted', 'Your enrolled account does not have any credits to fulfill this request.', 'credits');
    },
    charge: (cost: XCost): void => void costs.push(cost),
  };
}
export type Meter = ReturnType<typeof openMeter>;
