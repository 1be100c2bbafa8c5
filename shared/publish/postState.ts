import { z } from 'zod';

/**
 * The states of a post, everywhere, and what is true in each:
 * - draft: nobody has approved it and it has no time to go out, or it is being written.
 * - awaiting-approval: complete, waits for a person's yes to exactly this version.
 * - scheduled: approved; goes out at its time.
 * - sending: our upload is under way, nothing is public, it may still be cancelled.
 * - sent: the release was asked for; the platform has not yet shown it to be public.
 * - live: read back from the platform at its public address.
 * - needs-you: something only the creator can decide or repair; the reason says what.
 * - failed: it will not go out as it is; nothing is public.
 * - cancelled: the creator called it off before it was sent.
 */
export const PostState = z.enum(['draft', 'awaiting-approval', 'scheduled', 'sending', 'sent', 'live', 'needs-you', 'failed', 'cancelled']);
export type PostState = z.infer<typeof PostState>;

/** The moves the ledger allows; every other change of state is refused. */
export const allowedMoves: Readonly<Record<PostState, readonly PostState[]>> = {
  draft: ['awaiting-approval', 'scheduled', 'cancelled'],
  'awaiting-approval': ['scheduled', 'draft', 'cancelled'],
  scheduled: ['sending', 'awaiting-approval', 'needs-you', 'failed', 'cancelled', 'scheduled'],
  sending: ['sent', 'scheduled', 'awaiting-approval', 'needs-you', 'failed', 'cancelled', 'live'],
  sent: ['live', 'needs-you', 'failed', 'scheduled'],
  live: [],
  'needs-you': ['scheduled', 'awaiting-approval', 'sent', 'live', 'failed', 'cancelled'],
  // sent: a post given up although it may be public is looked for before it is sent again
  failed: ['scheduled', 'awaiting-approval', 'draft', 'cancelled', 'sent'],
  cancelled: ['awaiting-approval', 'draft', 'scheduled'],
};
