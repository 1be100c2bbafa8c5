import { and, eq } from 'drizzle-orm';
import type { LimitState } from '../../../shared/contract/channels.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { WriteDb } from '../../store/handles.ts';
import { rateLimits } from '../../store/schema.ts';
import { believed, CounterState, fitsAt, isAhead, newCounter, takeFrom, toldUntil, viewCounter } from './counter.ts';
import type { Limits, LimitScope, LimitUse } from './types.ts';

/** Reads leave this share of every limit to posts that are due. */
const RESERVED_SHARE = 0.2;
/** How the code of a wait begins that our own count asked for. */
export const OWN_LIMIT = 'own-limit';
const TRUST_LOST = 0.8;
const LEAST_TRUST = 0.25;
const DAY_MS = 86_400_000;

const scopeName = (platform: string, scope: LimitScope): string => (scope === 'app' ? `app:${platform}` : `channel:${scope.channelId}`);

type Row = {
  readonly state: CounterState;
  readonly capacity: number;
  readonly blockedUntil: number | null;
  readonly reason: string | null;
};

export type LimitsRoom = Limits & {
  /** Every counter that was ever used, for people. */
  readonly list: () => LimitState[];
};

/** Counters that outlive a restart: rows of `rate_limits`. `changed` is called after each change. */
export function createLimits({ write, now, changed }: { write: WriteDb; now: () => Date; changed: () => void }): LimitsRoom {
  const read = ({ rule, scope }: LimitUse, at: number): Row => {
    const name = scopeName(rule.platform, scope);
    const row = write
      .select()
      .from(rateLimits)
      .where(and(eq(rateLimits.scope, name), eq(rateLimits.name, rule.name)))
      .get();
    if (row === undefined) return { state: newCounter(rule, at), capacity: rule.capacity, blockedUntil: null, reason: null };
    const stored = CounterState.safeParse(parse(row.state));
    const fresh = newCounter(rule, at);
    // a rule that counts in another way since the last version begins anew; the platform corrects us soon enough
    const state =
      stored.success && stored.data.count.kind === fresh.count.kind ? { ...stored.data, label: rule.label, per: { ...rule.per } } : fresh;
    const isBlocked = row.blockedUntil !== null && isAhead(row.blockedUntil, at);
    return { state, capacity: row.capacity, blockedUntil: isBlocked ? row.blockedUntil : null, reason: isBlocked ? row.reason : null };
  };

  const store = ({ rule, scope }: LimitUse, { state, capacity, blockedUntil, reason }: Row, at: number): void => {
    const values = { platform: rule.platform, capacity, state: JSON.stringify(state), blockedUntil, reason, changedAt: at };
    write
      .insert(rateLimits)
      .values({ scope: scopeName(rule.platform, scope), name: rule.name, ...values })
      .onConflictDoUpdate({ target: [rateLimits.scope, rateLimits.name], set: values })
      .run();
  };

  const together = <T>(work: () => T): T => {
    const kept = write.$client.transaction(work).immediate();
    changed();
    return kept;
  };

  return {
    take: (uses, urgency) =>
      together(() => {
        const at = now().getTime();
        const rows = uses.map((use) => ({ use, row: read(use, at) }));
        let until = at;
        let why: LimitUse | null = null;
        let told: string | null = null;
        for (const { use, row } of rows) {
          const reserve = urgency === 'read' && row.capacity >= 5 ? Math.ceil(row.capacity * RESERVED_SHARE) : 0;
          const fits = fitsAt(row.state, { per: use.rule.per, capacity: row.capacity, cost: use.cost ?? 1, reserve }, at);
          const free = Math.max(fits, row.blockedUntil ?? 0);
          if (free > until) [until, why, told] = [free, use, free === row.blockedUntil ? row.reason : null];
        }
        if (why !== null) {
          const reason = told ?? `The limit “${why.rule.label}” is used up for now.`;
          throw new PublishFailed({ kind: 'wait', until: new Date(until), reason, code: `${OWN_LIMIT} ${why.rule.name}` });
        }
        for (const { use, row } of rows) {
          const state = takeFrom(row.state, { per: use.rule.per, capacity: row.capacity, cost: use.cost ?? 1 }, at);
          store(use, { ...row, state, blockedUntil: null, reason: null }, at);
        }
      }),
    learn: (use, { remaining, capacity, resetsAt }) =>
      together(() => {
        const at = now().getTime();
        const row = read(use, at);
        const told =
          remaining === undefined
            ? row.state.told
            : { left: remaining, until: resetsAt === undefined ? toldUntil(use.rule, at) : believed(resetsAt, at) };
        store(use, { ...row, capacity: capacity ?? row.capacity, state: { ...row.state, told } }, at);
      }),
    block: (use, until, reason) =>
      together(() => {
        const at = now().getTime();
        const row = read(use, at);
        const before = row.state.trust !== null && row.state.trust.until > at ? row.state.trust.share : 1;
        // a used-up day says nothing of the next one
        const blockedUntil = believed(until, at);
        const trustUntil = 'dayIn' in use.rule.per ? Math.min(blockedUntil, at + DAY_MS) : at + DAY_MS;
        const trust = { share: Math.max(LEAST_TRUST, before * TRUST_LOST), until: trustUntil };
        store(use, { ...row, state: { ...row.state, trust }, blockedUntil, reason }, at);
      }),
    opensAt: (use) => {
      const at = now().getTime();
      const { state, capacity, blockedUntil } = read(use, at);
      const fits = fitsAt(state, { per: use.rule.per, capacity, cost: use.cost ?? 1, reserve: 0 }, at);
      return new Date(Math.max(fits, blockedUntil ?? 0));
    },
    left: (use) => {
      const at = now().getTime();
      const row = read(use, at);
      if (row.blockedUntil !== null) return 0;
      return viewCounter(row.state, { per: use.rule.per, capacity: row.capacity }, at).left;
    },
    list: () => {
      const at = now().getTime();
      return write
        .select()
        .from(rateLimits)
        .orderBy(rateLimits.platform, rateLimits.scope, rateLimits.name)
        .all()
        .flatMap((row) => {
          const state = CounterState.safeParse(parse(row.state));
          if (!state.success) return [];
          const view = viewCounter(state.data, { per: state.data.per, capacity: row.capacity }, at);
          const blocked = row.blockedUntil !== null && isAhead(row.blockedUntil, at) ? new Date(row.blockedUntil).toISOString() : null;
          return [
            {
              platform: row.platform,
              channelId: row.scope.startsWith('channel:') ? row.scope.slice('channel:'.length) : null,
              name: row.name,
              label: state.data.label,
              used: view.used,
              capacity: view.capacity,
              resetsAt: view.resetsAt === null ? null : new Date(view.resetsAt).toISOString(),
              blockedUntil: blocked,
              reason: blocked === null ? null : row.reason,
            },
          ];
        });
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // spoiled by hand: the counter begins anew
  }
}
