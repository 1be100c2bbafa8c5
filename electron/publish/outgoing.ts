import { z } from 'zod';
import { readOptions } from '../../shared/publish/postOptions.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Outgoing, UploadRef } from './adapter.ts';
import type { PostRow } from './ledger.ts';
import { readChannel } from './readChannels.ts';

/** What an adapter is told about a post. Throws NOT_FOUND for a channel that is gone. */
export function outgoing(read: ReadDb, post: PostRow): Outgoing {
  const { id, platform, remoteAccount, secretRef } = readChannel(read, post.channelId);
  return {
    postId: post.id,
    file: {
      path: post.videoPath,
      bytes: post.videoBytes,
      hash: post.videoHash,
      seconds: post.videoSeconds,
      width: post.videoWidth,
      height: post.videoHeight,
    },
    words: { title: post.title, caption: post.caption },
    options: readOptions(platform, post.options === null ? null : JSON.parse(post.options)),
    at: new Date(post.at ?? post.createdAt),
    session: { channelId: id, remoteAccount, secretRef },
  };
}

const Stored = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** What the adapter learned so far, as stored. */
export const uploadOf = (post: PostRow): UploadRef | null => (post.upload === null ? null : Stored.parse(JSON.parse(post.upload)));
