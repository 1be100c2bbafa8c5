import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../../shared/timeline/canonicalJson.ts';
import type { OptionsOf } from '../../../shared/publish/postOptions.ts';
import type { Outgoing, UploadRef } from '../adapter.ts';

/** What is kept of one upload, so that it is found again after a crash. Instants in ms. */
export const YoutubeRef = z.object({
  /** SHA-256 of the film that was sent. */
  film: z.string(),
  /** Fingerprint of the words and options that YouTube was told with it. */
  told: z.string(),
  /** Where the bytes go; a short-lived address. Null once the film is there. */
  sessionUrl: z.string().nullable(),
  begunAt: z.number(),
  /** From here on all bytes might have arrived, whatever we know. */
  bytesBegun: z.boolean(),
  videoId: z.string().nullable(),
  uploadedAt: z.number().nullable(),
  /** The picture that was decided about, set or left out; null while none was. */
  coverPath: z.string().nullable(),
  /** Why it goes out without its picture, for people. */
  coverNote: z.string().nullable(),
  coverTries: z.number(),
  /** YouTube answered the release. */
  answered: z.boolean(),
  /** The visibility YouTube answered the release with. */
  answeredPrivacy: z.string().nullable(),
});
export type YoutubeRef = z.infer<typeof YoutubeRef>;

/** @throws Error when the options are of another platform, which the ledger never hands over. */
export function youtubeOptions({ options }: Pick<Outgoing, 'options'>): OptionsOf<'youtube'> {
  if (options.platform !== 'youtube') throw new Error(`These are options of ${options.platform}.`);
  return options;
}

/** Fingerprint of what is told with the upload. What is decided later (visibility, time, picture) is not in it. */
export function fingerprint(post: Outgoing): string {
  const { privacy: _, handOver: __, thumbnailPath: ___, ...told } = youtubeOptions(post);
  const text = canonicalJson({ title: post.words.title, caption: post.words.caption, ...told });
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** A stored reference to an upload of exactly this film; null where there is none that can be used. */
export function refOf(post: Outgoing, known: UploadRef | null): YoutubeRef | null {
  const parsed = YoutubeRef.safeParse(known);
  return parsed.success && parsed.data.film === post.file.hash ? parsed.data : null;
}

export const newRef = (post: Outgoing, begunAt: Date): YoutubeRef => ({
  film: post.file.hash,
  told: fingerprint(post),
  sessionUrl: null,
  begunAt: begunAt.getTime(),
  bytesBegun: false,
  videoId: null,
  uploadedAt: null,
  coverPath: null,
  coverNote: null,
  coverTries: 0,
  answered: false,
  answeredPrivacy: null,
});
