import { eq } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import { z } from 'zod';
import type { Channel } from '../../shared/contract/channels.ts';
import { Failure } from '../../shared/errors.ts';
import { readOptions } from '../../shared/publish/postOptions.ts';
import { defaultPlan, Plan } from '../../shared/schedule/plan.ts';
import type { ReadDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';

export type ChannelRow = InferSelectModel<typeof channels>;

/** The practice platform is for trying things at once, so it has no rules of its own. */
const practicePlan: Plan = { ...defaultPlan, minGapMinutes: 0, maxPerDay: 100, jitterMinutes: 0 };

/** When a channel may post, as the creator chose, over the defaults. */
export function planOf({ platform, plan }: Pick<ChannelRow, 'platform' | 'plan'>): Plan {
  const ground = platform === 'practice' ? practicePlan : defaultPlan;
  return plan === null ? ground : Plan.parse({ ...ground, ...z.record(z.string(), z.unknown()).parse(JSON.parse(plan)) });
}

/** A channel as the contract shows it. */
export const asChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  platform: row.platform,
  name: row.name,
  handle: row.handle,
  standing: row.standing,
  paused: row.paused,
  reason: row.reason,
  notes: z.array(z.string()).parse(JSON.parse(row.notes)),
  signInEndsAt: row.signInEndsAt === null ? null : new Date(row.signInEndsAt).toISOString(),
  defaults: readOptions(row.platform, row.defaults === null ? null : JSON.parse(row.defaults)),
  plan: planOf(row),
});

/** Throws NOT_FOUND. */
export function readChannel(db: ReadDb, channelId: string): ChannelRow {
  const row = db.select().from(channels).where(eq(channels.id, channelId)).get();
  if (row !== undefined) return row;
  const names = db.select({ id: channels.id }).from(channels).all();
  throw new Failure('NOT_FOUND', `There is no channel “${channelId}”.`, `Choose one of: ${names.map(({ id }) => id).join(', ')}.`);
}

/** Throws NOT_FOUND for the first that does not exist. */
export function requireChannels(db: ReadDb, channelIds: readonly string[]): void {
  for (const channelId of channelIds) readChannel(db, channelId);
}
