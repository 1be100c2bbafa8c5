import { createHash } from 'node:crypto';

/** What a person says yes to: this file, these words, this channel, made from this document. */
export type Content = {
  readonly videoHash: string;
  readonly title: string;
  readonly caption: string;
  readonly channelId: string;
  readonly documentHash: string | null;
};

/** SHA-256 in hex over the content as JSON in a fixed order. */
export function contentHash({ videoHash, title, caption, channelId, documentHash }: Content): string {
  return createHash('sha256')
    .update(JSON.stringify([videoHash, title, caption, channelId, documentHash]))
    .digest('hex');
}
