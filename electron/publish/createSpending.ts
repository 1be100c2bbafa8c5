import { gte, sql, sum } from 'drizzle-orm';
import { startOfDay, startOfMonth } from '../../shared/schedule/zonedDays.ts';
import type { Spending } from '../accounts/types.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { usage } from '../store/schema.ts';

type Needs = { readonly read: ReadDb; readonly write: WriteDb; readonly now: () => Date; readonly zone: () => string };

/** What the platforms charge for, row by row. Days and months are the creator's. */
export function createSpending({ read, write, now, zone }: Needs): Spending & { readonly show: Service<'limits'>['spending'] } {
  const since = (from: number): number => {
    const row = read
      .select({ total: sum(usage.microUsd) })
      .from(usage)
      .where(gte(usage.at, from))
      .get();
    return Number(row?.total ?? 0) / 1e6;
  };
  return {
    add: ({ provider, item, units, usdEach, postId }) => {
      write
        .insert(usage)
        .values({ at: now().getTime(), provider, item, units, microUsd: Math.round(units * usdEach * 1e6), postId })
        .run();
    },
    show: () => {
      const at = now().getTime();
      const today = startOfDay(at, zone());
      const month = startOfMonth(at, zone());
      const items = read
        .select({
          provider: usage.provider,
          item: usage.item,
          units: sql<number>`sum(${usage.units})`,
          micro: sql<number>`sum(${usage.microUsd})`,
        })
        .from(usage)
        .where(gte(usage.at, month))
        .groupBy(usage.provider, usage.item)
        .orderBy(usage.provider, usage.item)
        .all();
      return {
        todayUsd: since(today),
        monthUsd: since(month),
        items: items.map(({ micro, ...rest }) => ({ ...rest, usd: micro / 1e6 })),
      };
    },
  };
}
