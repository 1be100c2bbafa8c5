import type { Post } from '../../shared/contract/posts.ts';

/** A post as the command line's documents show it. */
export const postDocument = ({ id, channelId, state, at, url, reason, title }: Post) => ({
  id,
  channel: channelId,
  state,
  at,
  url,
  reason,
  title,
});

/** The same for people. */
export const postLine = ({ id, channelId, state, at, url, reason }: Post): string =>
  `${id}  ${state.padEnd(17)} ${channelId}  ${url ?? at ?? 'no time yet'}${reason === '' ? '' : `\n    ${reason}`}`;
