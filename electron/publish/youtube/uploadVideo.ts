import { PublishFailed } from '../../../shared/publish/failure.ts';
import { judgeYoutubeWords } from '../../../shared/publish/youtubeWords.ts';
import type { Outgoing, PublisherAdapter, UploadTools } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import type { AskYoutube } from './askYoutube.ts';
import { findUpload } from './findUpload.ts';
import { CHANGE_UNITS, unitsUse } from './limits.ts';
import { setCover } from './setCover.ts';
import { fingerprint, newRef, refOf, youtubeOptions, type YoutubeRef } from './uploadRef.ts';
import { createUploadSession } from './uploadSession.ts';
import { describeVideo, paidPlacementOf } from './videoResource.ts';

type Needs = Pick<PlatformNeeds, 'endpoints' | 'limits' | 'now'> & { readonly youtube: AskYoutube };

const NOT_FOUND = 'videoNotFound';
/** A video is not listed at once after its last byte. */
const LISTED_AFTER_MS = 5 * 60_000;

/**
 * Uploads the whole film as a private video, so that its id is known, its processing over and nothing public before the
 * release. Words that changed after the film arrived are changed at YouTube: a second upload of one film would be
 * refused there as a duplicate.
 */
export function createUploadVideo(needs: Needs): PublisherAdapter['upload'] {
  const { endpoints, youtube, now } = needs;
  const sessions = createUploadSession(needs);

  /** Where a known upload stands; null when it is lost and no video came of it. */
  const findAgain = async (
    post: Outgoing,
    ref: YoutubeRef,
    signal: AbortSignal,
  ): Promise<{ videoId: string } | { bytes: number } | null> => {
    if (ref.sessionUrl === null) return null;
    const standing = await sessions.stand(ref.sessionUrl, post, signal);
    if (standing.session === 'finished') return { videoId: standing.videoId };
    if (standing.session === 'open') return { bytes: standing.bytes };
    const videoId = ref.bytesBegun ? await findUpload({ api: endpoints.youtube.api, youtube }, post, ref, signal) : null;
    return videoId === null ? null : { videoId };
  };

  const sendFilm = async (post: Outgoing, known: YoutubeRef | null, tools: UploadTools): Promise<YoutubeRef> => {
    let ref = known;
    let bytes = 0;
    const found = ref === null ? null : await findAgain(post, ref, tools.signal);
    if (ref !== null && found !== null && 'videoId' in found) return arrived(ref, found.videoId, tools);
    if (ref?.told === fingerprint(post) && found !== null && 'bytes' in found) bytes = found.bytes;
    else ref = { ...newRef(post, now()), sessionUrl: await sessions.open(post, tools.signal) };
    const sending = { ...ref, bytesBegun: true };
    tools.save(sending); // before the first byte: from here on a video may come of it
    tools.progress(bytes / post.file.bytes);
    const standing = await sessions.send(sending.sessionUrl ?? '', post, bytes, tools);
    if (standing.session === 'finished') return arrived(sending, standing.videoId, tools);
    // the next try looks among the uploads before it begins anew
    const until = new Date(now().getTime() + 30_000);
    throw new PublishFailed({ kind: 'wait', until, reason: 'YouTube ended the upload before its end.', code: 'session-gone' });
  };

  const arrived = (ref: YoutubeRef, videoId: string, tools: UploadTools): YoutubeRef => {
    const done = { ...ref, videoId, sessionUrl: null, uploadedAt: now().getTime() };
    tools.save(done);
    tools.progress(1);
    return done;
  };

  /** Only what is said; who may see it is none of this call's parts. */
  const retell = async (post: Outgoing, ref: YoutubeRef, tools: UploadTools): Promise<YoutubeRef> => {
    const told = fingerprint(post);
    if (ref.told === told) return ref;
    const url = `${endpoints.youtube.api}/youtube/v3/videos?part=snippet,paidProductPlacementDetails`;
    const json = { id: ref.videoId, snippet: describeVideo(post), paidProductPlacementDetails: paidPlacementOf(post) };
    const uses = [unitsUse(CHANGE_UNITS)];
    await youtube.ask(post.session, { method: 'PUT', url, json, uses, urgency: 'release' }, tools.signal);
    const retold = { ...ref, told };
    tools.save(retold);
    return retold;
  };

  /** Somebody deleted the private video at YouTube: it is uploaded anew. One that is new may only not be listed yet. */
  const replace = async (post: Outgoing, ref: YoutubeRef, tools: UploadTools): Promise<YoutubeRef> => {
    const listedAt = (ref.uploadedAt ?? 0) + LISTED_AFTER_MS;
    if (now().getTime() >= listedAt) return sendFilm(post, null, tools);
    throw new PublishFailed({ kind: 'wait', until: new Date(listedAt), reason: 'YouTube does not find the video yet.', code: NOT_FOUND });
  };

  return async (post, stored, tools) => {
    refuseWords(post);
    const known = refOf(post, stored);
    const there = known?.videoId == null ? await sendFilm(post, known, tools) : { ...known, answered: false, answeredPrivacy: null };
    const told = await retell(post, there, tools).catch((error: unknown) => {
      if (!(error instanceof PublishFailed) || error.failure.kind !== 'rejected' || error.failure.code !== NOT_FOUND) throw error;
      return replace(post, there, tools);
    });
    return setCover(needs, post, told, tools);
  };
}

/** @throws PublishFailed rejected with everything that YouTube would refuse about the words. */
function refuseWords(post: Outgoing): void {
  const { tags } = youtubeOptions(post);
  const found = judgeYoutubeWords({ title: post.words.title, description: post.words.caption, tags });
  if (found.length === 0) return;
  const reason = found.map(({ message, cure }) => `${message} ${cure}`).join(' ');
  throw new PublishFailed({ kind: 'rejected', reason, code: found.map(({ code }) => code).join(' ') });
}
