import { z } from 'zod';
import type { Session } from '../adapter.ts';
import type { Graph } from './createGraph.ts';

const Media = z.object({
  id: z.string(),
  caption: z.string().nullable().catch(null).default(null),
  timestamp: z.string().optional(),
  permalink: z.url().optional().catch(undefined),
});
export type Reel = { readonly id: string; readonly caption: string; readonly at: number | null; readonly permalink: string | null };

const Page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ next: z.string().optional(), cursors: z.object({ after: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
});

const PAGE = 50;
const MOST_PAGES = 6;
const FIELDS = 'id,caption,timestamp,permalink';

const toReel = (media: z.infer<typeof Media>): Reel => ({
  id: media.id,
  caption: media.caption ?? '',
  at: instantOf(media.timestamp),
  permalink: media.permalink ?? null,
});

/** Meta writes "2021-08-19T09:00:21+0000". */
function instantOf(text: string | undefined): number | null {
  const at = Date.parse((text ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? null : at;
}

type About = { readonly session: Session; readonly signal: AbortSignal };

/** One reel by its id; null when Meta shows no such thing. @throws PublishFailed */
export async function readReel(graph: Graph, id: string, { session, signal }: About): Promise<Reel | null> {
  const answer = await graph.find({ session, step: 'prepare', urgency: 'release', path: `/${id}`, fields: { fields: FIELDS }, signal });
  const media = Media.safeParse(answer);
  return media.success ? toReel(media.data) : null;
}

/** What the account published from `since` (ms) on, newest first. null: the list could not be read to its end. @throws PublishFailed */
export async function listReels(graph: Graph, since: number, { session, signal }: About): Promise<readonly Reel[] | null> {
  const found: Reel[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await graph.ask({
      session,
      step: 'prepare',
      urgency: 'release',
      path: ({ userId }) => `/${userId}/media`,
      fields: { fields: FIELDS, limit: String(PAGE), ...(after === undefined ? {} : { after }) },
      signal,
    });
    const parsed = Page.safeParse(answer);
    if (!parsed.success) return null;
    const reels = parsed.data.data.flatMap((row) => {
      const media = Media.safeParse(row);
      return media.success ? [toReel(media.data)] : [];
    });
    found.push(...reels.filter(({ at }) => at === null || at >= since));
    after = parsed.data.paging?.cursors?.after;
    const isOld = reels.some(({ at }) => at !== null && at < since);
    if (isOld || parsed.data.paging?.next === undefined || after === undefined) return found;
  }
  return null;
}

/** Whether a caption read back is the one that was sent: Instagram trims, composes and folds white space. */
export const isSameCaption = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();
