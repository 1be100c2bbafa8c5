import { createHash } from 'node:crypto';

/** What a person says yes to: this file, these words, this channel, made from this document. */
export type Content = {
  readonly videoHash: string;
  readonly title: string;
  readonly caption: string;
  readonly channelId: string;
  readonly documentHash: string | null;
  /** As stored; null where every option is at its default. */
  readonly options: string | null;
};

/** SHA-256 in hex over the content as JSON in a fixed order. Without options it is what it was before there were any. */
export function contentHash({ videoHash, title, caption, channelId, documentHash, options }: Content): string {
  const content = [videoHash, title, caption, channelId, documentHash, ...(options === null ? [] : [options])];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
