/** The little of Electron's WebFrameMain that decides whether its sender may have a port. */
export type SendingFrame = { readonly url: string; readonly parent: unknown; readonly detached: boolean };

/** Is it our own top-level page, served from our own scheme (or, while developing, from the given address)? */
export function isOurPage(frame: SendingFrame | null, home: URL): boolean {
  if (frame === null || frame.detached || frame.parent !== null || !URL.canParse(frame.url)) return false;
  const { protocol, host } = new URL(frame.url); // not `origin`: it is "null" for every custom scheme
  return protocol === home.protocol && host === home.host;
}
