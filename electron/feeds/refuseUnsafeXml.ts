import { FeedTrouble } from './feedTrouble.ts';

export const WEB_PAGE = 'This is a web page and not a feed. Look on it for a link called RSS, Atom or feed.';
export const NO_FEED = 'What is at this address is no feed, or a broken one.';
const OWN_ENTITIES = 'This feed declares a document type or entities of its own, which is not safe to read.';

/** What begins with these is skipped whole: there may be anything in it. */
const CLOSED = [
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<?', '?>'],
] as const;

/**
 * One linear walk over XML before it is parsed. Refused are document types, which no feed needs and with which come entities
 * that swell to gigabytes or name files; and marks that never end, over which the parser takes time that grows with their
 * square. @throws FeedTrouble
 */
export function refuseUnsafeXml(text: string): void {
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const closed = CLOSED.find(([begin]) => text.startsWith(begin, at));
    if (closed === undefined && text[at + 1] === '!') {
      throw new FeedTrouble(/^<!DOCTYPE\s+html\b/i.test(text.slice(at, at + 40)) ? WEB_PAGE : OWN_ENTITIES);
    }
    const [begin, end] = closed ?? ['<', '>'];
    const ends = text.indexOf(end, at + begin.length);
    const nested = closed === undefined ? text.indexOf('<', at + 1) : -1;
    if (ends === -1 || (nested !== -1 && nested < ends)) throw new FeedTrouble(NO_FEED);
    at = ends + end.length;
  }
}
