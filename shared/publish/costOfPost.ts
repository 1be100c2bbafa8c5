import { hasUrl } from './countX.ts';

/** What X takes for one post with these words, US$. An address in them costs extra. */
export const costOfPost = (text: string, prices: { readonly postUsd: number; readonly postWithUrlUsd: number }): number =>
  hasUrl(text) ? prices.postWithUrlUsd : prices.postUsd;
