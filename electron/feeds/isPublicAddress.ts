import { BlockList, isIP } from 'node:net';

/** What of IPv4 is not a public host: the special-purpose registry of IANA (RFC 6890), multicast and what is reserved. */
const CLOSED_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Within 2000::/3, which is all of IPv6 that is public: IETF protocols with Teredo, documentation, and 6to4, which hides an IPv4 address. */
const CLOSED_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

function openList(family: 'ipv4' | 'ipv6', nets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, family);
  return list;
}

const closed4 = openList('ipv4', CLOSED_4);
const closed6 = openList('ipv6', CLOSED_6);
const open6 = openList('ipv6', [['2000::', 3]]);
const loopback4 = openList('ipv4', [['127.0.0.0', 8]]);

/**
 * Whether an address is one of a public host, and not of this computer, its network, or a group. IPv4 addresses in an IPv6
 * one (mapped, translated, tunnelled) are outside of what is open, so none of them passes.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed4.check(address, 'ipv4');
  return family === 6 && open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
}

/** Whether an address is this computer's own, for tests. */
export const isLoopback = (address: string): boolean => address === '::1' || (isIP(address) === 4 && loopback4.check(address, 'ipv4'));
