import { lookup as resolveName } from 'node:dns';
import { isIP } from 'node:net';
import { Agent } from 'undici';
import { FeedTrouble } from './feedTrouble.ts';

const REFUSED = 'This address leads into your own computer or network, so it was not opened.';

/** Whether a connection to an address may be made. */
export type MayReach = (address: string) => boolean;

/**
 * Connections that only lead where they may. A name is resolved once, at the moment of connecting, and exactly the address
 * that was looked at is connected to: a name that answers differently the next time ("DNS rebinding") gains nothing.
 */
export function openGuard(mayReach: MayReach): Agent {
  return new Agent({
    connect: {
      timeout: 10_000,
      lookup: (hostname, options, callback) => {
        resolveName(hostname, { ...options, all: true }, (error, addresses) => {
          if (error !== null) return callback(error, '', 4);
          // one forbidden address is enough: a name with both kinds was made to try its luck
          const [first] = addresses;
          if (first === undefined || addresses.some(({ address }) => !mayReach(address))) return callback(new FeedTrouble(REFUSED), '', 4);
          if (options.all === true) return callback(null, addresses);
          return callback(null, first.address, first.family);
        });
      },
    },
    maxResponseSize: -1, // counted by the reader, who has words for it
    pipelining: 0,
  });
}

/**
 * A web address that may be asked at all: http or https, without a name and password in it. Addresses written as numbers are
 * looked at here, since connecting to one asks no resolver.
 * @throws FeedTrouble
 */
export function requireWebAddress(url: URL, mayReach: MayReach): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new FeedTrouble('A feed’s address begins with https:// or http://.');
  if (url.username !== '' || url.password !== '') {
    throw new FeedTrouble('This address has a name or password in it. Nothing keeps those secret here, so it was not opened.');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !mayReach(host)) throw new FeedTrouble(REFUSED);
}
