import type { Channel, LimitState } from '../../shared/contract/channels.ts';
import { inSentence } from './inSentence.ts';

/** How a channel stands, in the creator's words, with the colour of its badge. */
export const standings: Readonly<Record<Channel['standing'], { readonly label: string; readonly colour: string }>> = {
  ready: { label: 'Ready', colour: 'green' },
  'sign-in': { label: 'Needs a new sign-in', colour: 'orange' },
  'signed-out': { label: 'Signed out', colour: 'gray' },
};

/** How long a sign-in lasts and what becomes of it; null where there is nothing to say. */
export function describeSignInEnd(channel: Channel, timeOf: (instant: string) => string): string | null {
  if (channel.signInEndsAt === null || channel.standing !== 'ready') return null;
  const end = inSentence(timeOf(channel.signInEndsAt));
  // Google gives an end only to apps in testing, and what it ends cannot be renewed.
  if (channel.platform === 'youtube') return `Google test mode: signs out every 7 days, next on ${end}.`;
  // TikTok names an end with every renewal; whether a renewal moves it, its pages do not say. A new sign-in does.
  if (channel.platform === 'tiktok') return `TikTok keeps you signed in until ${end}; then it wants you to sign in again.`;
  return `Sign-in lasts until ${end}; it is renewed by itself.`;
}

/** What a limit says now: “12 of 15 used; all free again Tomorrow 01:00”. */
export function describeLimit(limit: LimitState, timeOf: (instant: string) => string): string {
  const used = `${Math.ceil(limit.used).toLocaleString('en')} of ${limit.capacity.toLocaleString('en')} used`;
  return limit.resetsAt === null || limit.used === 0 ? used : `${used}; all free again ${inSentence(timeOf(limit.resetsAt))}`;
}

/** Why nothing goes out until a time, where the platform asked for that. */
export function describeBlock(
  limit: LimitState,
  label: string,
  { timeOf, now }: { timeOf: (instant: string) => string; now: Date },
): string | null {
  if (limit.blockedUntil === null || new Date(limit.blockedUntil) <= now) return null;
  return `${label} asked us to wait until ${inSentence(timeOf(limit.blockedUntil))}${limit.reason === null ? '.' : `: ${limit.reason}`}`;
}

/** The slot a post was given, and how chance moved it: “Slot 18:00, moved by chance to 18:07”. Null when a person chose the time. */
export function describeSlot({ at, slotAt }: { at: string | null; slotAt: string | null }, zone: string): string | null {
  if (slotAt === null || at === null) return null;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const slot = clock.format(new Date(slotAt));
  const own = clock.format(new Date(at));
  return slot === own ? `Slot ${slot}` : `Slot ${slot}, moved by chance to ${own}`;
}
