import { z } from 'zod';
import { parseJson } from '../http/parseJson.ts';
import type { Limits, LimitUse } from '../limits/types.ts';
import { accountUsage, appUsage } from './limits.ts';

const percent = z.coerce.number().catch(0).default(0);
const Usage = z.object({ call_count: percent, total_cputime: percent, total_time: percent });
const BusinessUsage = z.record(z.string(), z.array(Usage.extend({ estimated_time_to_regain_access: percent })));

/** From here on nothing is asked until the time that Meta names. */
const FULL_PERCENT = 95;
const APP_PAUSE_MS = 15 * 60_000;
const ACCOUNT_PAUSE_MS = 60 * 60_000;
const MINUTE_MS = 60_000;

type Usage = z.infer<typeof Usage>;
const highest = ({ call_count, total_cputime, total_time }: Usage): number => Math.max(call_count, total_cputime, total_time);

/**
 * Learns from the usage headers, which hold JSON text in percent, and closes a limit that is as good as used up.
 * @returns when the limit opens again, where the headers name a time.
 */
export function readUsage(
  header: (name: string) => string | null,
  { limits, channelId, now }: { limits: Limits; channelId: string; now: Date },
): Date | null {
  const take = (use: LimitUse, used: number, pauseMs: number): void => {
    limits.learn(use, { remaining: Math.max(0, 100 - Math.ceil(used)), resetsAt: new Date(now.getTime() + pauseMs) });
    if (used < FULL_PERCENT) return;
    limits.block(use, new Date(now.getTime() + pauseMs), `Meta says that ${Math.round(used)} % of the calls allowed are used.`);
  };
  const app = Usage.safeParse(parseJson(header('x-app-usage') ?? ''));
  if (app.success) take({ rule: appUsage, scope: 'app' }, highest(app.data), APP_PAUSE_MS);
  const business = BusinessUsage.safeParse(parseJson(header('x-business-use-case-usage') ?? ''));
  const rows = business.success ? Object.values(business.data).flat() : [];
  if (rows.length === 0) return null;
  const regainMs = Math.max(...rows.map((row) => row.estimated_time_to_regain_access)) * MINUTE_MS;
  take({ rule: accountUsage, scope: { channelId } }, Math.max(...rows.map(highest)), regainMs || ACCOUNT_PAUSE_MS);
  return regainMs > 0 ? new Date(now.getTime() + regainMs) : null;
}
