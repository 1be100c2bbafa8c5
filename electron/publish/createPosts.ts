import type { Post } from '../../shared/contract/posts.ts';
import { Failure } from '../../shared/errors.ts';
import { PostOptions } from '../../shared/publish/postOptions.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Service } from '../services.ts';
import { approvalProblem, EDITED_REASON } from './approval.ts';
import { contentHash } from './contentHash.ts';
import { findVideo, noFilm, type ProbeVideo, type Video } from './findVideo.ts';
import { queuePostJob } from './postJobs.ts';
import type { PostMaker, PostTime } from './postMaker.ts';
import { createPostMoves, mustBe, mustNotBeAsked, NO_FILM, WAITS, type MoveNeeds } from './postMoves.ts';
import { readChannel, requireChannels } from './readChannels.ts';
import { countPosts, listPosts, readPost, readPostDetail } from './readPosts.ts';

type Needs = MoveNeeds & {
  readonly newId: () => string;
  readonly probeVideo: ProbeVideo;
  /** The next free slot of a channel; null when its plan has none. */
  readonly nextTime: (channelId: string) => PostTime | null;
};

type NewPost = {
  readonly channelId: string;
  readonly video: Video;
  readonly title: string;
  readonly caption: string;
  readonly options: PostOptions | undefined;
  readonly time: PostTime | null;
  readonly approve: boolean;
  readonly madeBy: string | null;
};

export function createPosts(needs: Needs): {
  service: Omit<Service<'posts'>, 'judge' | 'preflight'>;
  readonly maker: PostMaker;
  readonly onProjectEdited: (projectId: string) => void;
} {
  const { read, ledger, jobs, now, newId, probeVideo, projectHash, nextTime } = needs;
  const { schedule, goOn, say, stopJob, change, voidApproval, problemOf } = createPostMoves(needs);

  /** One post in one transaction. Its options are what was chosen for it, else its channel's defaults. */
  const make = ({ channelId, video, title, caption, options, time, approve, madeBy }: NewPost): Post => {
    const id = newId();
    return ledger.together(() => {
      const channel = readChannel(read, channelId);
      const chosen = options === undefined ? channel.defaults : storeOptions(options, channel.platform);
      const post = { ...video, id, channelId, title, caption, options: chosen, madeBy };
      const when = { at: time?.at.getTime() ?? null, slotAt: time?.slotAt?.getTime() ?? null };
      const isDraft = video.videoPath === '';
      const state = isDraft ? 'draft' : 'awaiting-approval';
      ledger.add({ ...post, ...when, state, contentHash: contentHash(post) }, isDraft ? NO_FILM : WAITS);
      if (approve && !isDraft) say(ledger.read(id));
      return readPost(read, id);
    });
  };

  const setTime = (postId: string, { at, slotAt }: { at: Date | null; slotAt: Date | null }): Post =>
    change(postId, (post) => {
      mustBe(post, ['draft', 'awaiting-approval', 'scheduled', 'needs-you'], 'moved');
      mustNotBeAsked(post, 'moved');
      ledger.edit(postId, { at: at?.getTime() ?? null, slotAt: slotAt?.getTime() ?? null });
      if (post.state === 'scheduled') schedule(ledger.read(postId), 'You moved it to another time.');
      if (post.state === 'needs-you') goOn(postId, 'You moved it to another time.');
    });

  const service: Omit<Service<'posts'>, 'judge' | 'preflight'> = {
    list: (page) => listPosts(read, page),
    counts: () => countPosts(read),
    get: ({ postId }) => readPostDetail(read, postId),

    async create({ renderId, videoPath, channelIds, title, caption, perChannel, at, nextSlot, approve }) {
      const wanted = [...new Set(channelIds)];
      // what does not exist or does not fit is a mistake in the question: nothing is made
      requireChannels(read, wanted);
      for (const [channelId, { options }] of Object.entries(perChannel ?? {})) {
        if (wanted.includes(channelId) && options !== undefined) storeOptions(options, readChannel(read, channelId).platform);
      }
      const video = await findVideo({ read, probeVideo }, { renderId, videoPath });
      const made: Post[] = [];
      const failures: unknown[] = [];
      for (const channelId of wanted) {
        try {
          const own = perChannel?.[channelId];
          const words = { title: own?.title ?? title ?? video.title, caption: own?.caption ?? caption };
          const time = nextSlot === true ? freeSlot(channelId) : at === undefined ? null : { at: new Date(at), slotAt: null };
          made.push(make({ ...words, channelId, video, options: own?.options, time, approve, madeBy: null }));
        } catch (failure) {
          failures.push(failure); // one channel never holds up another
        }
      }
      if (made.length === 0) throw failures[0];
      return made;
    },

    approve: ({ postId, contentHash: seen }) =>
      change(postId, (post) => {
        if (seen !== undefined && seen !== post.contentHash) {
          throw new Failure('CONFLICT', 'It changed since you looked. It was not approved.', 'Look at it again, then approve it.');
        }
        if (post.state === 'scheduled' && problemOf(post) === null) return;
        mustBe(post, ['draft', 'awaiting-approval'], 'approved');
        if (post.videoPath === '') throw new Failure('CONFLICT', `It was not approved. ${NO_FILM}`, 'Open the draft and choose its film.');
        say(post);
      }),

    cancel: ({ postId }) =>
      change(postId, (post) => {
        if (post.state === 'cancelled') return;
        if (post.releaseAskedAt !== null) {
          throw new Failure(
            'CONFLICT',
            'It is too late to cancel: the platform was asked to make this post public already. Nothing was changed.',
            'Wait until it is live, then delete it on the platform itself.',
          );
        }
        mustBe(post, ['draft', 'awaiting-approval', 'scheduled', 'sending', 'needs-you', 'failed'], 'cancelled');
        ledger.move(postId, 'cancelled', 'You cancelled it before it went out.');
        stopJob(postId);
      }),

    restore: ({ postId }) =>
      change(postId, (post) => {
        mustBe(post, ['cancelled', 'failed'], 'restored');
        if (post.releaseAskedAt !== null) {
          ledger.move(postId, 'sent', 'It may be public already, so the platform is asked first.');
          queuePostJob(jobs, 'post.prove', post, now());
          return;
        }
        if (post.state === 'failed') ledger.setUploadAside(postId); // what was refused once is not offered again
        goOn(postId, 'You restored it.');
      }),

    reschedule: ({ postId, at, slotAt }) =>
      setTime(postId, { at: at === null ? null : new Date(at), slotAt: slotAt == null ? null : new Date(slotAt) }),

    edit: ({ postId, title, caption, options }) =>
      change(postId, (post) => {
        mustBe(post, ['draft', 'awaiting-approval', 'scheduled', 'needs-you', 'failed', 'cancelled'], 'changed');
        mustNotBeAsked(post, 'changed');
        const fields = {
          title: title ?? post.title,
          caption: caption ?? post.caption,
          options:
            options === undefined || isSame(options, readPost(read, postId).options)
              ? post.options
              : storeOptions(options, readChannel(read, post.channelId).platform),
        };
        if (contentHash({ ...post, ...fields }) === contentHash(post)) return;
        voidApproval(postId, fields);
      }),

    async setFilm({ postId, renderId, videoPath }) {
      mustBe(ledger.read(postId), ['draft', 'awaiting-approval', 'scheduled', 'needs-you', 'failed', 'cancelled'], 'given another film');
      const { title: _name, ...video } = await findVideo({ read, probeVideo }, { renderId, videoPath });
      return change(postId, (post) => {
        mustBe(post, ['draft', 'awaiting-approval', 'scheduled', 'needs-you', 'failed', 'cancelled'], 'given another film');
        mustNotBeAsked(post, 'given another film');
        if (contentHash({ ...post, ...video }) !== post.contentHash) return voidApproval(postId, video);
        // the very film that was approved, from another place: a person's yes was to what is in it
        ledger.edit(postId, { ...video, findings: '[]' });
        if (post.state === 'needs-you') goOn(postId, 'You gave it its film again.');
      });
    },

    async many({ postIds, act }, call) {
      const posts: Post[] = [];
      const failures: { postId: string; message: string }[] = [];
      for (const postId of postIds) {
        try {
          posts.push(await service[act]({ postId }, call));
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          failures.push({ postId, message: error.message });
        }
      }
      return { posts, failures };
    },

    resolve: ({ postId, answer, url }) =>
      change(postId, (post) => {
        mustBe(post, ['needs-you'], 'answered for');
        switch (answer) {
          case 'look-again':
            if (post.releaseAskedAt === null) return goOn(postId, 'You asked to try again.');
            ledger.move(postId, 'sent', 'You asked to look again.');
            queuePostJob(jobs, 'post.prove', post, now());
            return;
          case 'it-is-live':
            if (url === undefined) {
              throw new Failure(
                'BAD_INPUT',
                'Where is it live? The address is missing. Nothing was changed.',
                'Paste the address of the post.',
              );
            }
            ledger.edit(postId, { url });
            return ledger.move(postId, 'live', 'You found it live and gave its address.');
          case 'send-again':
            ledger.forgetRelease(postId);
            ledger.setUploadAside(postId);
            return goOn(postId, 'You said that it is not public and asked to send it again.');
          case 'give-up':
            return ledger.move(postId, 'failed', 'You gave it up.');
          default:
            return unreachable(answer);
        }
      }),
  };

  function freeSlot(channelId: string): PostTime {
    const time = nextTime(channelId);
    if (time !== null) return time;
    const { name } = readChannel(read, channelId);
    throw new Failure(
      'CONFLICT',
      `${name} has no free slot. No post was made.`,
      'Give the channel posting times in Calendar, or name a time.',
    );
  }

  const maker: PostMaker = {
    copy: ({ postId, channelId, caption, time, approve, madeBy }) => {
      const from = ledger.read(postId);
      if (from.videoPath === '') throw new Failure('BAD_INPUT', 'That post has no film. No post was made.', 'Choose a post with a film.');
      const same = readChannel(read, from.channelId).platform === readChannel(read, channelId).platform;
      const options = same ? readPost(read, postId).options : undefined;
      return make({ channelId, video: videoOf(from), title: from.title, caption, options, time, approve, madeBy });
    },
    draft: ({ channelId, title, caption, madeBy }) =>
      make({ channelId, video: noFilm, title, caption, options: undefined, time: null, approve: false, madeBy }),
    setTime,
  };

  return {
    service,
    maker,
    onProjectEdited: (projectId) =>
      ledger.together(() => {
        for (const { id } of listPosts(read, { projectId, states: ['scheduled'], limit: 10_000 })) {
          const post = ledger.read(id);
          if (approvalProblem(post, projectHash(projectId)) === null) continue;
          ledger.edit(id, { approvedHash: null, approvedAt: null, approvedProjectHash: null });
          stopJob(id);
          ledger.move(id, 'awaiting-approval', EDITED_REASON);
        }
      }),
  };
}

/** Windows send all options with every edit: what is the same must not void an approval, however it is written down. */
const isSame = (one: PostOptions, other: PostOptions): boolean =>
  JSON.stringify(PostOptions.parse(one)) === JSON.stringify(PostOptions.parse(other));

/** As they are stored. Throws BAD_INPUT for options of another platform. */
function storeOptions(options: PostOptions, platform: string): string {
  if (options.platform === platform) return JSON.stringify(PostOptions.parse(options));
  throw new Failure(
    'BAD_INPUT',
    `These options are for ${options.platform}, and the channel is on ${platform}.`,
    'Choose options of the channel.',
  );
}

const videoOf = (post: Video): Video => ({
  projectId: post.projectId,
  renderId: post.renderId,
  documentHash: post.documentHash,
  title: post.title,
  videoPath: post.videoPath,
  videoHash: post.videoHash,
  videoBytes: post.videoBytes,
  videoSeconds: post.videoSeconds,
  videoWidth: post.videoWidth,
  videoHeight: post.videoHeight,
});
