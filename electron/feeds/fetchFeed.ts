import { request, type Agent } from 'undici';
import { decodeFeed } from './decodeFeed.ts';
import { FeedTrouble } from './feedTrouble.ts';
import { openGuard, requireWebAddress, type MayReach } from './openGuard.ts';
import { parseFeed, type ParsedFeed } from './parseFeed.ts';
import { readBody } from './readBody.ts';

export type FeedRequest = {
  /** What the server said last time, so that it can say "as before". */
  readonly etag?: string | null;
  readonly lastModified?: string | null;
  readonly signal: AbortSignal;
  readonly mayReach: MayReach;
  readonly now: () => Date;
  /** For everything together. Default 20 s. */
  readonly withinMs?: number;
};

export type FetchedFeed =
  /** Nothing changed since last time. */
  { readonly kind: 'same' } | (ParsedFeed & { readonly kind: 'feed'; readonly etag: string | null; readonly lastModified: string | null });

type Answer = Awaited<ReturnType<typeof request>>;

const REDIRECTS_AT_MOST = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const LONGEST_PATIENCE_MS = 7 * 86_400_000;
const ACCEPT = 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1';

const headerOf = ({ headers }: Answer, name: string): string => {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
};

/** Reads no more of it. That it then ends with an error is what was asked for. */
const abandon = ({ body }: Answer): void => void body.on('error', () => undefined).destroy();

/** When the server wants to be asked again: Retry-After as seconds or as a date (RFC 9110, 10.2.3), a week at most. */
function patienceOf(answer: Answer, now: Date): Date | null {
  const text = headerOf(answer, 'retry-after').trim();
  const at = /^\d+$/.test(text) ? now.getTime() + Number(text) * 1_000 : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(Math.min(Math.max(at, now.getTime()), now.getTime() + LONGEST_PATIENCE_MS));
}

function troubleOf(answer: Answer, now: Date): FeedTrouble {
  const { statusCode } = answer;
  const notBefore = patienceOf(answer, now);
  if (statusCode === 410) return new FeedTrouble('The server says that this feed is gone for good.', { gone: true });
  if (statusCode === 404) return new FeedTrouble('There is nothing at this address any more (404).');
  if (statusCode === 401 || statusCode === 403) return new FeedTrouble(`The server does not let us read this feed (${statusCode}).`);
  if (statusCode === 429) return new FeedTrouble('The server says that it is asked too often (429).', { notBefore });
  if (statusCode >= 500) return new FeedTrouble(`The server has trouble of its own (${statusCode}).`, { notBefore });
  return new FeedTrouble(`The server did not send the feed (${statusCode}).`, { notBefore });
}

/** Errors of the network, as people say them. */
function wordsOf(error: unknown): FeedTrouble {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) if (cause instanceof FeedTrouble) return cause;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said: Record<string, string> = {
    ENOTFOUND: 'There is no server of this name.',
    EAI_AGAIN: 'The name of the server cannot be looked up. Perhaps this computer is offline.',
    ECONNREFUSED: 'The server does not answer at this address.',
    ENETUNREACH: 'The server cannot be reached. Perhaps this computer is offline.',
    UND_ERR_CONNECT_TIMEOUT: 'The server did not answer in time.',
    UND_ERR_HEADERS_TIMEOUT: 'The server did not answer in time.',
    UND_ERR_BODY_TIMEOUT: 'The server stopped in the middle of the feed.',
  };
  const certificate = /CERT|SSL|TLS|SELF_SIGNED|ALTNAME/.test(code)
    ? 'The server cannot prove who it is (its certificate is not valid).'
    : null;
  return new FeedTrouble(certificate ?? said[code] ?? 'The connection to the server broke.', { cause: error });
}

/** Follows redirects, each looked at like the first address; from https never back to http. */
async function ask(
  address: URL,
  about: FeedRequest,
  { agent, signal }: { agent: Agent; signal: AbortSignal },
): Promise<{ answer: Answer; url: URL }> {
  let url = address;
  for (let hops = 0; hops <= REDIRECTS_AT_MOST; hops += 1) {
    requireWebAddress(url, about.mayReach);
    const known =
      hops === 0
        ? {
            ...(about.etag ? { 'if-none-match': about.etag } : {}),
            ...(about.lastModified ? { 'if-modified-since': about.lastModified } : {}),
          }
        : {};
    const answer = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept: ACCEPT, 'accept-encoding': 'gzip, br', 'user-agent': 'Tidereel (feed reader)', ...known },
    });
    if (!REDIRECTS.has(answer.statusCode)) return { answer, url };
    abandon(answer);
    const location = headerOf(answer, 'location');
    if (location === '' || !URL.canParse(location, url)) throw new FeedTrouble('The server sends us on, but does not say where to.');
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol === 'http:') {
      throw new FeedTrouble('The server sends us from a safe address to one that is not, so it was not followed.');
    }
    url = next;
  }
  throw new FeedTrouble('The server sends us round in circles.');
}

/**
 * Reads a feed from a server that is taken for hostile until its answer is parsed: only where `mayReach` allows, at most
 * five redirects, 5 MB as sent and unpacked, 20 s for everything, no document types.
 * @throws FeedTrouble with words for people; what `signal` throws when it aborts.
 */
export async function fetchFeed(address: URL, about: FeedRequest): Promise<FetchedFeed> {
  const { withinMs = 20_000 } = about;
  const inTime = AbortSignal.timeout(withinMs);
  const signal = AbortSignal.any([about.signal, inTime]);
  const agent = openGuard(about.mayReach);
  try {
    const { answer, url } = await ask(address, about, { agent, signal });
    if (answer.statusCode === 304) {
      abandon(answer);
      return { kind: 'same' };
    }
    const contentType = headerOf(answer, 'content-type');
    if (answer.statusCode !== 200) {
      abandon(answer);
      throw troubleOf(answer, about.now());
    }
    if (/^(image|video|audio|font)\//i.test(contentType)) {
      abandon(answer);
      throw new FeedTrouble(`What is at this address is no feed (${contentType.slice(0, 40)}).`);
    }
    const bytes = await readBody(answer.body, headerOf(answer, 'content-encoding'));
    const feed = parseFeed(decodeFeed(bytes, contentType), url.href);
    const kept = (name: string): string | null => headerOf(answer, name).slice(0, 500) || null;
    return { kind: 'feed', ...feed, etag: kept('etag'), lastModified: kept('last-modified') };
  } catch (error) {
    about.signal.throwIfAborted();
    if (inTime.aborted)
      throw new FeedTrouble(`The server did not send the feed within ${Math.ceil(withinMs / 1_000)} seconds.`, { cause: error });
    throw wordsOf(error);
  } finally {
    await agent.destroy();
  }
}
