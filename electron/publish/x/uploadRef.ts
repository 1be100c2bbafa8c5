import { z } from 'zod';
import type { Outgoing, UploadRef } from '../adapter.ts';

/** What is known of an upload to X, as stored with the post. */
export const XRef = z.object({
  /** What X was told at the beginning: another film needs another upload. The words are told at the release only. */
  fingerprint: z.string(),
  mediaId: z.string(),
  /** How posts name the film; null until X told it. */
  mediaKey: z.string().nullable(),
  /** ISO instant after which X forgets the upload. */
  expiresAt: z.iso.datetime(),
  segmentBytes: z.int().positive(),
  /** Segments that X said it has, as "0-57,59": X cannot be asked. */
  acknowledged: z.string(),
  /** X was seen to want segments one after another. */
  oneByOne: z.boolean(),
  /** no: segments are missing; asked: the answer is unknown; yes: X has the whole film. */
  finalized: z.enum(['no', 'asked', 'yes']),
  /** The public id of the post, once X told it. */
  postId: z.string().nullable().default(null),
});
export type XRef = z.infer<typeof XRef>;

/** The stored ref; null when it was made by something else. */
export function readRef(stored: UploadRef | null): XRef | null {
  const parsed = XRef.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

export const fingerprintOf = ({ file }: Pick<Outgoing, 'file'>): string => `${file.hash} ${file.bytes}`;
