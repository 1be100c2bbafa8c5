import { parseFeed } from 'feedsmith';
import { unreachable } from '../../shared/unreachable.ts';

/** An entry as its feed has it: what the kinds of feeds have in common. */
export type RawItem = {
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly link: string | undefined;
  readonly date: string | undefined;
};

/** Reads any of the four kinds of feeds into one shape. Throws what the parser throws. */
export function readRawFeed(text: string): { title: string | undefined; items: RawItem[] } {
  const { format, feed } = parseFeed(text);
  switch (format) {
    case 'rss':
      return {
        title: feed.title,
        items: (feed.items ?? []).map((item) => ({
          id: item.guid?.value,
          title: item.title,
          summary: item.description ?? item.content?.encoded,
          link: item.link ?? addressIn(item.guid),
          date: item.pubDate ?? item.dc?.dates?.[0],
        })),
      };
    case 'atom':
      return {
        title: feed.title?.value,
        items: (feed.entries ?? []).map((entry) => ({
          id: entry.id,
          title: entry.title?.value,
          summary: entry.summary?.value ?? entry.content?.value,
          link: entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href ?? entry.links?.[0]?.href,
          date: entry.published ?? entry.updated,
        })),
      };
    case 'rdf':
      return {
        title: feed.title,
        items: (feed.items ?? []).map((item) => ({
          id: item.rdf?.about,
          title: item.title,
          summary: item.description,
          link: item.link,
          date: item.dc?.dates?.[0],
        })),
      };
    case 'json':
      return {
        title: feed.title,
        items: (feed.items ?? []).map((item) => ({
          id: item.id,
          title: item.title,
          summary: item.summary ?? item.content_text ?? item.content_html,
          link: item.url ?? item.external_url,
          date: item.date_published,
        })),
      };
    default:
      return unreachable(format);
  }
}

/** A guid is the entry's address unless it says that it is not; many say nothing and are none. */
const addressIn = (guid: { value?: string; isPermaLink?: boolean } | undefined): string | undefined =>
  guid?.isPermaLink !== false && /^https?:/i.test(guid?.value ?? '') ? guid?.value : undefined;
