import type { LimitRule, LimitUse } from '../limits/types.ts';

/* YouTube sends no counters: what is left is known only because we count. Days are those of California. */

const DAY = { dayIn: 'America/Los_Angeles' };

const uploads: LimitRule = { platform: 'youtube', name: 'uploads', label: 'Uploads a day, all channels', capacity: 100, per: DAY };
const units: LimitRule = { platform: 'youtube', name: 'units', label: 'Quota units a day, all channels', capacity: 10_000, per: DAY };
/** The channel's own cap is not published and differs by channel; more than the app's bucket it cannot be. */
const channelUploads: LimitRule = {
  platform: 'youtube',
  name: 'channel-uploads',
  label: 'Uploads a day, this channel',
  capacity: 100,
  per: DAY,
};
/** Our own measure; YouTube publishes none. Exists so that "slow down" has a counter to stop. */
const pace: LimitRule = { platform: 'youtube', name: 'pace', label: 'Questions a minute', capacity: 600, per: { ms: 60_000 } };

export const UPLOAD_USE: LimitUse = { rule: uploads, scope: 'app' };
export const PACE_USE: LimitUse = { rule: pace, scope: 'app' };
export const unitsUse = (cost: number): LimitUse => ({ rule: units, scope: 'app', cost });
export const channelUploadUse = (channelId: string): LimitUse => ({ rule: channelUploads, scope: { channelId } });

/** Units of the calls we make, by determine_quota_cost as of 2026-06. */
export const LIST_UNITS = 1;
export const CHANGE_UNITS = 50;
