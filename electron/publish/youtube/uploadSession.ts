import type { PlatformAnswer } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import type { Outgoing, UploadTools } from '../adapter.ts';
import { isSafeAddress } from '../../endpoints.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import { NewVideo, readReason } from './answers.ts';
import type { AskYoutube } from './askYoutube.ts';
import { channelUploadUse, PACE_USE, UPLOAD_USE } from './limits.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { youtubeOptions } from './uploadRef.ts';
import { describeVideo, paidPlacementOf, statusOfVideo } from './videoResource.ts';

/** How an upload session stands. */
type Standing =
  | { session: 'finished'; videoId: string }
  /** The first `bytes` bytes are there. */
  | { session: 'open'; bytes: number }
  /** YouTube no longer knows it: it ended long ago, whatever became of the film. */
  | { session: 'gone' };

export type UploadSession = {
  /** Tells YouTube about the film; answers where its bytes go. No video exists yet. Throws PublishFailed. */
  readonly open: (post: Outgoing, signal: AbortSignal) => Promise<string>;
  /** Asks a session how it stands; a finished one gives its answer again. Throws PublishFailed. */
  readonly stand: (sessionUrl: string, post: Outgoing, signal: AbortSignal) => Promise<Standing>;
  /** Sends all that is missing and answers how the session stands then; begins from `bytes`. Throws PublishFailed. */
  readonly send: (sessionUrl: string, post: Outgoing, bytes: number, tools: UploadTools) => Promise<Standing>;
};

/** The last bytes are answered only after YouTube has looked at the film. */
const SILENCE_MS = 120_000;
const PROGRESS_STEP = 0.01;

type Needs = Pick<PlatformNeeds, 'endpoints' | 'limits'> & { readonly youtube: AskYoutube };

/** Google's resumable upload: open a session, send the rest in one question, ask what arrived when that broke off. */
export function createUploadSession({ endpoints, limits, youtube }: Needs): UploadSession {
  const open: UploadSession['open'] = async (post, signal) => {
    const { notifySubscribers, paidPlacement } = youtubeOptions(post);
    const query = new URLSearchParams({
      uploadType: 'resumable',
      part: paidPlacement ? 'snippet,status,paidProductPlacementDetails' : 'snippet,status',
      notifySubscribers: String(notifySubscribers),
    });
    const answer = await youtube.ask(
      post.session,
      {
        method: 'POST',
        url: `${endpoints.youtube.upload}/upload/youtube/v3/videos?${query}`,
        headers: { 'x-upload-content-length': String(post.file.bytes), 'x-upload-content-type': 'video/*' },
        json: {
          snippet: describeVideo(post),
          status: statusOfVideo(post, 'private'),
          ...(paidPlacement ? { paidProductPlacementDetails: paidPlacementOf(post) } : {}),
        },
        uses: [UPLOAD_USE, channelUploadUse(post.session.channelId)],
        urgency: 'release',
      },
      signal,
    );
    const location = answer.header('location');
    // the token goes there too
    if (location === null || !isSafeAddress(location)) throw youtube.malformed(answer, 'repeatable');
    return location;
  };

  const standingOf = (answer: PlatformAnswer, post: Outgoing): Standing => {
    if (answer.status === 200 || answer.status === 201) {
      const parsed = NewVideo.safeParse(answer.json);
      if (!parsed.success) throw youtube.malformed(answer, 'repeatable');
      return { session: 'finished', videoId: parsed.data.id };
    }
    if (answer.status === 308) return { session: 'open', bytes: heldBytes(answer.header('range')) };
    if (answer.status === 404 || answer.status === 410) return { session: 'gone' };
    throw youtube.failureOf(answer, { session: post.session, uses: [UPLOAD_USE], weight: 'repeatable' });
  };

  const stand: UploadSession['stand'] = async (sessionUrl, post, signal) => {
    limits.take([PACE_USE], 'release');
    const headers = { 'content-range': `bytes */${post.file.bytes}` };
    try {
      return standingOf(await youtube.askRaw(post.session, { method: 'PUT', url: sessionUrl, headers }, signal), post);
    } catch (error) {
      if (error instanceof LostAnswer) throw youtube.lost(error, 'repeatable');
      throw error;
    }
  };

  /** One question with all that is missing. A failure is an answer: whether bytes arrived all the same has to be asked. */
  const put = async (sessionUrl: string, post: Outgoing, start: number, tools: UploadTools): Promise<Standing | PublishFailed> => {
    const { path, bytes } = post.file;
    let told = start / bytes;
    const onSent = (sent: number): void => {
      const share = (start + sent) / bytes;
      if (share - told < PROGRESS_STEP && share < 1) return;
      told = share;
      tools.progress(share);
    };
    limits.take([PACE_USE], 'release');
    try {
      const answer = await youtube.askRaw(
        post.session,
        {
          method: 'PUT',
          url: sessionUrl,
          headers: { 'content-type': 'video/*', ...(start === 0 ? {} : { 'content-range': `bytes ${start}-${bytes - 1}/${bytes}` }) },
          file: { path, start, end: bytes - 1 },
          onSent,
          silenceMs: SILENCE_MS,
          once: true,
        },
        tools.signal,
      );
      const mayHold = answer.status === 401 || answer.status >= 500;
      if (!mayHold) return standingOf(answer, post);
      const failed = youtube.failureOf(answer, { session: post.session, uses: [UPLOAD_USE], weight: 'repeatable' });
      return readReason(answer.status, answer.json) === 'youtubeSignupRequired' ? Promise.reject(failed) : failed;
    } catch (error) {
      if (error instanceof LostAnswer) return youtube.lost(error, 'repeatable');
      throw error;
    }
  };

  return {
    open,
    stand,
    async send(sessionUrl, post, bytes, tools) {
      let start = bytes;
      let renewals = 0;
      for (;;) {
        const sent = await put(sessionUrl, post, start, tools);
        // never our own count: only YouTube knows what it kept
        const standing = sent instanceof PublishFailed ? await stand(sessionUrl, post, tools.signal) : sent;
        if (standing.session !== 'open') return standing;
        if (sent instanceof PublishFailed && sent.failure.kind === 'sign-in-again') renewals += 1;
        const renewed = sent instanceof PublishFailed && sent.failure.kind === 'sign-in-again' && renewals === 1;
        if (standing.bytes <= start && !renewed) {
          throw sent instanceof PublishFailed ? sent : youtube.lost(new LostAnswer(new URL(sessionUrl).host, 'unknown'), 'repeatable');
        }
        start = Math.min(standing.bytes, post.file.bytes - 1);
      }
    },
  };
}

/** How many bytes a session holds, from its Range header "bytes=0-N"; without one, none. */
export function heldBytes(range: string | null): number {
  const last = /^bytes=0-(\d+)$/.exec(range?.trim() ?? '')?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}
