const MOST = 60;

/** An id a person can type, like "tiktok-mia", that is not among `taken`. */
export function freeChannelId(platform: string, account: { handle: string; name: string }, taken: ReadonlySet<string>): string {
  const plain = (text: string): string =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
  const name = plain(account.handle) || plain(account.name) || 'channel';
  const wanted = `${platform}-${name}`.slice(0, MOST).replace(/-+$/, '');
  if (!taken.has(wanted)) return wanted;
  for (let count = 2; ; count += 1) {
    if (!taken.has(`${wanted}-${count}`)) return `${wanted}-${count}`;
  }
}
