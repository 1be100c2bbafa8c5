import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { OptionsOf } from '../../../shared/publish/postOptions.ts';
import type { Outgoing, UploadRef } from '../adapter.ts';

const Ref = z.object({
  publishId: z.string().min(1),
  /** The address the bytes go to; opens this one upload and nothing else, for an hour. */
  uploadUrl: z.string().min(1),
  /** When TikTok gave the address, ms. */
  madeAt: z.number(),
  bytes: z.int().positive(),
  chunkBytes: z.int().positive(),
  chunks: z.int().positive(),
  /** What TikTok was told, as a fingerprint. */
  told: z.string(),
  mode: z.enum(['direct', 'inbox']),
  /** Who may see it, as TikTok was told; null for a draft. */
  privacy: z.string().nullable(),
  /** The account's name in addresses, where it is known. */
  username: z.string().nullable(),
});
export type TiktokRef = z.infer<typeof Ref>;

const URL_LIVES_MS = 60 * 60_000;

/** What was stored; null when there is nothing, or nothing that this version understands. */
export function readRef(stored: UploadRef | null): TiktokRef | null {
  const parsed = Ref.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** Whether TikTok takes no more bytes at the upload's address. `graceMs`: for those that were already on their way. */
export const hasEnded = ({ madeAt }: TiktokRef, now: Date, graceMs = 0): boolean => now.getTime() >= madeAt + URL_LIVES_MS + graceMs;

/** @throws Error for a post of another platform: that would be a mistake of ours. */
export function optionsOf({ options }: Outgoing): OptionsOf<'tiktok'> {
  if (options.platform !== 'tiktok') throw new Error(`A post for ${options.platform} came to TikTok.`);
  return options;
}

/** The same for the same film, words and options, named one by one: an option added later changes no old fingerprint. */
export function fingerprint(post: Outgoing): string {
  const { mode, privacy, allowComment, allowDuet, allowStitch, coverSeconds, brandedContent, yourBrand, aiGenerated } = optionsOf(post);
  const told =
    mode === 'inbox'
      ? [mode]
      : [mode, post.words.caption, privacy, allowComment, allowDuet, allowStitch, coverSeconds, brandedContent, yourBrand, aiGenerated];
  return createHash('sha256')
    .update(JSON.stringify([post.file.hash, post.file.bytes, ...told]))
    .digest('hex')
    .slice(0, 32);
}
