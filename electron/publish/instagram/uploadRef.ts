import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Outgoing, UploadRef } from '../adapter.ts';

/*
Words: a container is Meta's draft of a reel; it lives for 24 hours. Its id is all that is needed to find the upload, and
is kept before the first byte goes.
*/
export const ReelRef = z.object({
  container: z.string(),
  /** Path of the upload at rupload.facebook.com; null where Meta fetches the film itself. It is good for nothing without a token. */
  uploadPath: z.string().nullable(),
  /** Fingerprint of what Meta was told: film, words, options, account. */
  told: z.string(),
  /** ms. */
  startedAt: z.number(),
  /** Containers that were lost before this one for reasons that may not pass. */
  tries: z.number(),
  /** Meta takes nothing more for this container. */
  spoiled: z.boolean(),
  /** What the release answered. */
  mediaId: z.string().nullable(),
});
export type ReelRef = z.infer<typeof ReelRef>;

/** What an earlier try left; null when it is of no use for this post as it is now. */
export function readRef(known: UploadRef | null, told: string): ReelRef | null {
  const ref = ReelRef.safeParse(known);
  return ref.success && ref.data.told === told ? ref.data : null;
}

/** A short name for everything that Meta is told with this post. */
export function fingerprint({ file, words, options }: Outgoing, userId: string): string {
  const text = JSON.stringify([
    file.hash,
    words.caption,
    Object.entries(options).sort(([one], [other]) => one.localeCompare(other)),
    userId,
  ]);
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
