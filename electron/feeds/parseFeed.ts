import { createHash } from 'node:crypto';
import { FeedTrouble } from './feedTrouble.ts';
import { plainText } from './plainText.ts';
import { NO_FEED, refuseUnsafeXml, WEB_PAGE } from './refuseUnsafeXml.ts';
import { readRawFeed, type RawItem } from './readRawFeed.ts';

/** One entry of a feed, in plain text. `key` is the same whenever the entry is read again. */
export type FeedEntry = {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  /** http or https, or null. */
  readonly link: string | null;
  readonly published: string | null;
};
export type ParsedFeed = { readonly title: string; readonly items: readonly FeedEntry[] };

const ITEMS_AT_MOST = 2_000;
const KEY_AT_MOST = 400;

const hash = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Its own id, else its link, else a hash of its title and date, as RSS readers tell entries apart. */
function keyOf({ id, link, title = '', date = '' }: RawItem): string {
  const own =
    id !== undefined && id.trim() !== '' ? `id:${id.trim()}` : link !== undefined && link.trim() !== '' ? `link:${link.trim()}` : null;
  if (own === null) return `hash:${hash(title, date)}`;
  return own.length <= KEY_AT_MOST ? own : `hash:${hash(own)}`;
}

function webLink(link: string | undefined, base: string): string | null {
  if (link === undefined || !URL.canParse(link.trim(), base)) return null;
  const url = new URL(link.trim(), base);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.href.length <= 2_000 ? url.href : null;
}

function toEntry(raw: RawItem, base: string): FeedEntry {
  const at = new Date(raw.date ?? Number.NaN);
  const summary = plainText(raw.summary ?? '', 1_000);
  const title = plainText(raw.title ?? '', 200).replaceAll('\n', ' ');
  return {
    key: keyOf(raw),
    title: title === '' ? plainText(summary, 80).replaceAll('\n', ' ') : title,
    summary,
    link: webLink(raw.link, base),
    published: Number.isNaN(at.getTime()) ? null : at.toISOString(),
  };
}

/** Reads RSS, Atom, RDF and JSON Feed. Links are made whole against `base`. Each key comes once. @throws FeedTrouble */
export function parseFeed(text: string, base: string): ParsedFeed {
  const start = text.trimStart();
  if (!start.startsWith('{')) refuseUnsafeXml(start);
  let raw: ReturnType<typeof readRawFeed>;
  try {
    raw = readRawFeed(start);
  } catch (cause) {
    // its errors, and those of a parser that was driven too deep: nothing of it is ours
    throw new FeedTrouble(/^<(html|head|body)\b/i.test(start) ? WEB_PAGE : NO_FEED, { cause });
  }
  const items = raw.items.slice(0, ITEMS_AT_MOST).map((item) => toEntry(item, base));
  const byKey = new Map(items.toReversed().map((item) => [item.key, item]));
  return { title: plainText(raw.title ?? '', 200).replaceAll('\n', ' '), items: [...byKey.values()].toReversed() };
}
