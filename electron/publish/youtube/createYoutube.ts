import type { Platform } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { createAskYoutube } from './askYoutube.ts';
import { createLookAtVideo } from './lookAtVideo.ts';
import { createReadChoices } from './readChoices.ts';
import { createReadMetrics } from './readMetrics.ts';
import { createReleaseVideo, isHandedOver } from './releaseVideo.ts';
import { YoutubeRef } from './uploadRef.ts';
import { createUploadVideo } from './uploadVideo.ts';

/*
Words: an upload is a private video from its last byte on; its release is one update of its status. To hand over is to tell
YouTube the time, so that it publishes by itself.
*/

const RELEASE_WITHIN_MS = 60_000;

/** YouTube, by the Data API v3. */
export function createYoutube(needs: PlatformNeeds): Platform {
  const parts = { ...needs, youtube: createAskYoutube(needs) };
  return {
    platform: 'youtube',
    releaseWithinMs: RELEASE_WITHIN_MS,
    upload: createUploadVideo(parts),
    look: createLookAtVideo(parts),
    release: createReleaseVideo(parts),
    handOverAt: (post, now) => (isHandedOver(post, now) ? now : post.at),
    // YouTube refuses a second upload of one film as a duplicate, so the private video is used again, with other words
    keepOf: (upload) => (YoutubeRef.safeParse(upload).data?.videoId == null ? null : upload),
    readMetrics: createReadMetrics(parts),
    readChoices: createReadChoices(parts),
  };
}
