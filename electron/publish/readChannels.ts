import { eq } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import type { Channel } from '../../shared/contract/posts.ts';
import { Failure } from '../../shared/errors.ts';
import type { ReadDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';

export type ChannelRow = InferSelectModel<typeof channels>;

export const asChannel = ({ id, platform, name, paused, reason }: ChannelRow): Channel => ({ id, platform, name, paused, reason });

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
