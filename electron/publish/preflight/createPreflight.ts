import type { Choices } from '../../../shared/contract/channels.ts';
import type { Post } from '../../../shared/contract/posts.ts';
import { Failure } from '../../../shared/errors.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Finding } from '../../../shared/publish/finding.ts';
import { costOfPost } from '../../../shared/publish/costOfPost.ts';
import { judgePost } from '../../../shared/publish/judgePost.ts';
import type { FilmFacts } from '../../../shared/quality/judgePlatforms.ts';
import type { PlatformRules } from '../../../shared/quality/platformRules.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import { TryLater, type JobHandler } from '../../jobs/types.ts';
import type { Service } from '../../services.ts';
import type { ReadDb } from '../../store/handles.ts';
import type { Outgoing, Platform } from '../adapter.ts';
import { checkFile } from '../checkFile.ts';
import { findFilm, type ProbeVideo } from '../findVideo.ts';
import type { Ledger, PostRow } from '../ledger.ts';
import { OWN_LIMIT } from '../limits/createLimits.ts';
import { outgoing } from '../outgoing.ts';
import { PostData } from '../postJobs.ts';
import { asChannel, readChannel, type ChannelRow } from '../readChannels.ts';
import { readPost } from '../readPosts.ts';
import { checkAgainAt } from './planCheck.ts';

const LEAST_FREE_BYTES = 200_000_000;
const DAY_MS = 86_400_000;
const MOVE_IT = 'Move it to tomorrow; otherwise it goes out as soon as that is possible.';

export type PreflightNeeds = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  /** Room for the studio's data. */
  readonly freeBytes: () => Promise<number>;
  readonly now: () => Date;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly rules: (platform: string) => PlatformRules;
  readonly probeVideo: ProbeVideo;
  /** What X takes for a post, US$. */
  readonly prices: { readonly postUsd: number; readonly postWithUrlUsd: number };
};

export type Preflight = Pick<Service<'posts'>, 'judge' | 'preflight'> & { readonly handler: JobHandler<PostData> };

/** Looks at posts before their time: what would stop them is said while there is time to mend it. */
export function createPreflight({ read, ledger, freeBytes, now, platforms, rules, probeVideo, prices }: PreflightNeeds): Preflight {
  const check = async (postId: string, signal: AbortSignal): Promise<Finding[]> => {
    const post = ledger.read(postId);
    if (post.state !== 'scheduled' && post.state !== 'awaiting-approval' && post.state !== 'draft' && post.state !== 'needs-you') return [];
    const channel = readChannel(read, post.channelId);
    const going = outgoing(read, post);
    const findings = [
      ...judgePost({ ...going.words, rules: rules(channel.platform), film: filmOf(post), options: going.options }),
      ...(await judgeFile(post, signal)),
      ...(await judgeAccount(channel, { going, platform: platforms.get(channel.platform), now: now(), signal })),
      ...judgeDisk(await freeBytes()),
    ];
    ledger.together(() => {
      const { state, contentHash } = ledger.read(postId);
      if (state === post.state && contentHash === post.contentHash) ledger.edit(postId, { findings: JSON.stringify(findings) });
    });
    return findings;
  };
  return {
    handler: {
      kind: 'post.check',
      data: PostData,
      attempts: 3,
      missed: 'skip', // the sending itself finds what is wrong
      missedAfterMs: 60 * 60_000,
      async run({ postId }, { signal, now }) {
        const findings = await check(postId, signal);
        const again = checkAgainAt(ledger.read(postId), findings, now());
        if (again !== null) throw new TryLater(again, 'Looks again whether it is mended.');
      },
    },
    async preflight({ postId }, { signal }): Promise<Post> {
      await check(postId, signal);
      return readPost(read, postId);
    },
    async judge({ renderId, videoPath, channelId, title, caption, options }) {
      const { platform, ...channel } = asChannel(readChannel(read, channelId));
      const noFilm = renderId === undefined && videoPath === undefined;
      const film = noFilm ? null : await findFilm({ read, probeVideo }, { renderId, videoPath });
      const chosen = options ?? channel.defaults;
      if (chosen.platform !== platform)
        throw new Failure('BAD_INPUT', 'These options are of another platform.', 'Choose options of the channel.');
      const facts = film === null ? null : filmOf(film);
      return {
        findings: [...judgePost({ rules: rules(platform), film: facts, title, caption, options: chosen }), ...judgeStanding(channel)],
        costUsd: platform === 'x' ? costOfPost(caption, prices) : 0,
      };
    },
  };
}

type FilmRow = Pick<PostRow, 'videoPath' | 'videoBytes' | 'videoSeconds' | 'videoWidth' | 'videoHeight'>;

const filmOf = ({ videoPath, videoBytes, videoSeconds, videoWidth, videoHeight }: FilmRow): FilmFacts | null =>
  videoPath === '' ? null : { bytes: videoBytes, seconds: videoSeconds, width: videoWidth, height: videoHeight, fps: null };

async function judgeFile({ videoPath, videoHash }: PostRow, signal: AbortSignal): Promise<Finding[]> {
  if (videoPath === '') return [];
  const { state } = await checkFile(videoPath, videoHash, { signal });
  switch (state) {
    case 'same':
      return [];
    case 'gone':
      return [finding('film-gone', 'The video file is no longer where it was.', 'Put it back, or choose another film.', 'choose-film')];
    case 'changed':
      return [
        finding(
          'film-changed',
          'The video file changed after you approved it.',
          'Put the approved file back, or choose it anew and approve it.',
          'choose-film',
        ),
      ];
    default:
      return unreachable(state);
  }
}

function judgeStanding({ name, standing, paused, reason }: Pick<ChannelRow, 'name' | 'standing' | 'paused' | 'reason'>): Finding[] {
  if (standing !== 'ready') return [finding('sign-in', `${name} needs you to sign in.`, 'Sign in again; nothing is lost.', 'sign-in')];
  if (paused) return [finding('paused', `${name} is paused. ${reason ?? ''}`.trim(), 'Resume the channel in Channels.', null)];
  return [];
}

type Asked = {
  readonly going: Outgoing;
  readonly platform: Platform | undefined;
  readonly now: Date;
  readonly signal: AbortSignal;
};

/** What only the platform can say: whether the sign-in works, what this account may do, how much is left of its limits. */
async function judgeAccount(channel: ChannelRow, { going, platform, now, signal }: Asked): Promise<Finding[]> {
  const standing = judgeStanding(channel);
  if (standing.length > 0 || platform?.readChoices === undefined) return standing;
  const opensAt = platform.opensAt?.(going.session) ?? now;
  if (opensAt > now) return opensAt > going.at ? [NO_MORE_TODAY] : [];
  try {
    return judgeChoices(await platform.readChoices(going.session, signal), going, now);
  } catch (error) {
    if (!(error instanceof PublishFailed)) throw error;
    const { failure } = error;
    switch (failure.kind) {
      case 'sign-in-again':
        return [
          finding('sign-in', failure.reason ?? `${channel.name} needs you to sign in.`, 'Sign in again; nothing is lost.', 'sign-in'),
        ];
      case 'needs-you':
      case 'rejected':
        return [
          finding('account', failure.reason, 'Mend it before its time, or move the post.', failure.code === 'KEY_MISSING' ? 'keys' : null),
        ];
      case 'wait':
        if (failure.code === 'SECRETS_LOCKED')
          return [finding('secrets-locked', failure.reason, 'Unlock the keychain of this computer.', null)];
        // our own counters keep something back for posts that are due; what a platform itself says holds for them, too
        if (failure.until > going.at && !failure.code.startsWith(OWN_LIMIT)) {
          return [finding('account-quota', failure.reason, MOVE_IT, 'move')];
        }
        return [
          {
            ...finding('not-now', `${failure.reason} It could not be looked at now.`, 'It is tried at its time all the same.', null),
            stops: false,
          },
        ];
      case 'outcome-unknown':
        return [
          {
            ...finding(
              'not-now',
              `${channel.name} does not answer now.`,
              'Look at your connection; it is tried at its time all the same.',
              null,
            ),
            stops: false,
          },
        ];
      default:
        return unreachable(failure);
    }
  }
}

function judgeChoices(choices: Choices, { file, options, at }: Outgoing, now: Date): Finding[] {
  const findings: Finding[] = [];
  if (choices.maxSeconds !== null && file.seconds > choices.maxSeconds + 0.05) {
    const message = `This account may post films of up to ${choices.maxSeconds} s; this one has ${Number(file.seconds.toFixed(1))} s.`;
    findings.push(finding('account-length', message, 'Cut it shorter for this platform.', 'render-again'));
  }
  if (choices.postsLeft === 0 && at.getTime() - now.getTime() < DAY_MS) {
    findings.push(NO_MORE_TODAY);
  }
  if (options.platform === 'tiktok' && options.mode === 'direct') {
    const offered = choices.privacy.map(({ value }) => value);
    const wanted = options.privacy ?? 'PUBLIC_TO_EVERYONE';
    if (!offered.includes(wanted)) {
      const message = 'TikTok does not offer who you want to show it to for this account right now.';
      findings.push(finding('account-privacy', message, 'Choose one of those it offers.', 'edit-options'));
    }
  }
  return findings;
}

function judgeDisk(free: number): Finding[] {
  if (free >= LEAST_FREE_BYTES) return [];
  return [finding('disk', 'The disk is almost full; what happens to the post may not be written down.', 'Free some space.', 'free-disk')];
}

const finding = (code: string, message: string, cure: string, fix: Finding['fix']): Finding => ({ code, stops: true, message, cure, fix });

const NO_MORE_TODAY = finding('account-quota', 'The platform takes no more posts from this account today.', MOVE_IT, 'move');
