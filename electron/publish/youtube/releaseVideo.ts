import type { Outgoing, PublisherAdapter } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { ChangedVideo } from './answers.ts';
import type { AskYoutube } from './askYoutube.ts';
import { CHANGE_UNITS, unitsUse } from './limits.ts';
import { YoutubeRef, youtubeOptions } from './uploadRef.ts';
import { statusOfVideo } from './videoResource.ts';

type Needs = Pick<PlatformNeeds, 'endpoints' | 'now'> & { readonly youtube: AskYoutube };

/** Whether YouTube is to publish it by itself. A time it waits for always ends in public, so only for public posts. */
export const isHandedOver = (post: Pick<Outgoing, 'options' | 'at'>, now: Date): boolean => {
  const { handOver, privacy } = youtubeOptions(post);
  return handOver && privacy === 'public' && post.at > now;
};

/** One update of the video's status. A private post needs none: it has been private all along. */
export function createReleaseVideo({ endpoints, youtube, now }: Needs): PublisherAdapter['release'] {
  return async (post, stored, signal) => {
    const ref = YoutubeRef.parse(stored);
    const { privacy } = youtubeOptions(post);
    if (privacy === 'private') return { ...ref, answered: true, answeredPrivacy: 'private' };
    const publishAt = isHandedOver(post, now()) ? post.at : null;
    const status = publishAt === null ? statusOfVideo(post, privacy) : statusOfVideo(post, 'private', publishAt);
    const url = `${endpoints.youtube.api}/youtube/v3/videos?part=status`;
    const answer = await youtube.ask(
      post.session,
      {
        method: 'PUT',
        url,
        json: { id: ref.videoId, status },
        uses: [unitsUse(CHANGE_UNITS)],
        urgency: 'release',
        weight: 'releases',
      },
      signal,
    );
    const parsed = ChangedVideo.safeParse(answer.json);
    if (!parsed.success) throw youtube.malformed(answer, 'releases');
    return { ...ref, answered: true, answeredPrivacy: publishAt === null ? parsed.data.status.privacyStatus : 'handed-over' };
  };
}
