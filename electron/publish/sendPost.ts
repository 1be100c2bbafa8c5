import { Failure } from '../../shared/errors.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { GiveUp, TryLater, type JobHandler, type Jobs, type JobTools } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Outgoing, Platform, UploadRef } from './adapter.ts';
import { approvalProblem } from './approval.ts';
import { checkFile, type FileCheck } from './checkFile.ts';
import { redact } from './http/redact.ts';
import type { Ledger, PostRow } from './ledger.ts';
import { outgoing, uploadOf } from './outgoing.ts';
import { PostData, queuePostJob } from './postJobs.ts';
import { readChannel } from './readChannels.ts';
import type { ChannelHolds } from './channelHolds.ts';
import { OWN_LIMIT } from './limits/createLimits.ts';
import { catchUpAt, isLate, KEEPS_GAP } from './catchUp.ts';
import { dueAt } from './dueAt.ts';
import { rawOf, takeFailure } from './takeFailure.ts';
import type { UploadsUnderWay } from './uploadsUnderWay.ts';

const ATTEMPTS = 5;

export type SendNeeds = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  readonly jobs: Jobs;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly uploads: UploadsUnderWay;
  readonly holds: ChannelHolds;
  readonly pauseChannel: (channelId: string, reason: string) => void;
  readonly projectHash: (projectId: string) => string | null;
  readonly missedPosts: () => { readonly policy: 'run-late' | 'skip' | 'ask'; readonly withinMinutes: number };
};

/**
 * Sends one post: checks, uploads, notes the intention, releases once. Everything it knows is in the post's row, so it
 * may die at any line and begin again. From the note on, the post is `sent` and only `post.prove` speaks of it.
 */
export function sendPost(needs: SendNeeds): JobHandler<PostData> {
  return {
    kind: 'post.send',
    data: PostData,
    attempts: ATTEMPTS,
    missed: 'run-late', // whether it still goes out is decided by this handler, where the post can say so
    get missedAfterMs() {
      return needs.missedPosts().withinMinutes * 60_000;
    },
    async run({ postId }, tools) {
      try {
        await send(needs, postId, tools);
        goOnIfDue(needs, postId, tools);
      } catch (error) {
        giveWords(needs, postId, error, tools);
      }
    },
  };
}

async function send(needs: SendNeeds, postId: string, tools: JobTools): Promise<void> {
  const { ledger, read } = needs;
  const post = ledger.read(postId);
  if (post.state !== 'scheduled' && post.state !== 'sending') return; // called off, answered for, or on its way already
  const channel = readChannel(read, post.channelId);
  if (channel.paused) return waitForChannel(needs, post, channel.name);
  const platform = needs.platforms.get(channel.platform);
  if (platform === undefined) return ledger.move(postId, 'needs-you', `This version of the studio cannot publish to ${channel.platform}.`);
  if (post.state === 'scheduled') {
    const due = dueAt(platform, outgoing(read, post), tools.now()).getTime();
    if (due > tools.now().getTime()) throw new TryLater(new Date(due), 'Its time has not come.');
    if (isMissed(needs, post, tools.now())) return;
    keepGap(needs, post, tools.now());
    waitItsTurn(needs, post, tools.now());
  }
  if (!mayGoOut(needs, post)) return;
  const file = await checkFile(post.videoPath, post.videoHash, { signal: tools.signal });
  const { state, at, contentHash } = ledger.read(postId);
  if (state !== post.state || at !== post.at || contentHash !== post.contentHash) throw new TryLater(tools.now(), 'It changed meanwhile.');
  if (!fileIsFine(needs, postId, file)) return;
  if (state === 'scheduled') ledger.move(postId, 'sending', `Uploading to ${channel.name}.`);
  const going = outgoing(read, post);
  try {
    const upload = await uploadFile(needs, platform, going, tools);
    const sending = { platform, going, upload, contentHash, name: channel.name, tools };
    if (!(await isReady(needs, sending))) return;
    const again = await checkFile(post.videoPath, post.videoHash, { signal: tools.signal, known: file.stamp });
    if (!isStill(needs, sending) || !fileIsFine(needs, postId, again)) return;
    await releaseOnce(needs, sending);
  } catch (error) {
    if (!(error instanceof PublishFailed) || ledger.read(postId).state !== 'sending') throw error;
    holdOthers(needs, post, error);
    const later = takeFailure(needs, post, error, { name: channel.name, now: tools.now() });
    if (later !== null) throw later;
  }
}

/** One upload on its way: where, what, and the tools of the job that carries it. */
type Sending = {
  readonly platform: Platform;
  readonly going: Outgoing;
  readonly upload: UploadRef;
  /** Of what is sent. */
  readonly contentHash: string;
  /** The channel's name, for people. */
  readonly name: string;
  readonly tools: JobTools;
};

async function uploadFile({ ledger, uploads }: SendNeeds, platform: Platform, going: Outgoing, tools: JobTools): Promise<UploadRef> {
  const { signal, done } = uploads.begin(going.postId, tools.signal);
  try {
    const upload = await platform.upload(going, uploadOf(ledger.read(going.postId)), {
      save: (ref) => ledger.saveUpload(going.postId, ref),
      progress: (share) => tools.progress(share * 0.9, 'Uploading'),
      signal,
    });
    ledger.saveUpload(going.postId, upload);
    return upload;
  } finally {
    done();
  }
}

/** Whether the post is being sent as it was when this worker began; it may have been called off and changed meanwhile. */
function isStill({ ledger }: SendNeeds, { going, contentHash }: Sending): boolean {
  const post = ledger.read(going.postId);
  return post.state === 'sending' && post.contentHash === contentHash;
}

/** Whether the release may be asked for. Otherwise writes what is true instead, or throws to go on later. */
async function isReady(needs: SendNeeds, sending: Sending): Promise<boolean> {
  const { ledger, jobs } = needs;
  const { platform, going, upload, name, tools } = sending;
  const { postId } = going;
  const seen = await platform.look(going, upload, { askedAt: null, signal: tools.signal });
  if (!isStill(needs, sending)) return false;
  switch (seen.seen) {
    case 'ready':
      return true;
    case 'processing':
      throw new TryLater(seen.askAt, `${name} is looking at the video.`);
    case 'nothing':
      ledger.dropUpload(postId);
      throw new Error(`${name} lost the upload`); // the queue tries again, a few times
    case 'refused':
      ledger.together(() => {
        ledger.dropUpload(postId);
        ledger.move(postId, 'failed', seen.reason, seen.code);
      });
      return false;
    case 'unclear':
      ledger.move(postId, 'needs-you', seen.reason);
      return false;
    case 'public': // we know of no release, but there it is: the proof is all that is left to do
      ledger.together(() => {
        const post = ledger.read(postId);
        if (ledger.askRelease(post, upload, `It is public on ${name} already.`)) queuePostJob(jobs, 'post.prove', post, tools.now());
      });
      return false;
    default:
      return unreachable(seen);
  }
}

/** The one irreversible call. First the note (with the job that will look), then the deed. */
async function releaseOnce(needs: SendNeeds, sending: Sending): Promise<void> {
  const { ledger, jobs, read, uploads } = needs;
  const { platform, going, upload, contentHash, name, tools } = sending;
  const post = ledger.read(going.postId);
  if (post.state !== 'sending' || !mayGoOut(needs, post)) return;
  if (readChannel(read, post.channelId).paused) return waitForChannel(needs, post, name);
  tools.save({ upload }); // throws when the lease is lost: then somebody else sends this post
  tools.signal.throwIfAborted();
  const looksAt = new Date(tools.now().getTime() + platform.releaseWithinMs * 2);
  const asked = ledger.together(() => {
    const mine = ledger.askRelease({ id: post.id, contentHash }, upload, `${name} was asked to make it public; waiting to see it there.`);
    if (mine) queuePostJob(jobs, 'post.prove', post, looksAt);
    return mine;
  });
  if (!asked) return;
  tools.progress(0.95, 'Making it public');
  const isOver = uploads.beginRelease(post.id);
  try {
    const learned = await platform.release(going, upload, AbortSignal.any([tools.signal, AbortSignal.timeout(platform.releaseWithinMs)]));
    isOver(null);
    ledger.saveReleased(post.id, learned);
    queuePostJob(jobs, 'post.prove', post, tools.now());
  } catch (error) {
    isOver(isLost(error) ? tools.now() : null);
    await takeReleaseFailure(needs, post, error, sending);
  }
}

const isLost = (error: unknown): boolean => !(error instanceof PublishFailed) || error.failure.kind === 'outcome-unknown';

/** Only a platform that clearly said no is believed; after anything else the post stays `sent` and is looked for. */
async function takeReleaseFailure(needs: SendNeeds, post: PostRow, error: unknown, sending: Sending): Promise<void> {
  const { ledger, jobs } = needs;
  const { platform, going, upload, name, tools } = sending;
  if (ledger.read(post.id).state !== 'sent') return; // seen live, or called off by a person, meanwhile
  if (!(error instanceof PublishFailed) || error.failure.kind === 'outcome-unknown') {
    const raw = error instanceof PublishFailed ? rawOf(error) : redact(String(error));
    ledger.note(post.id, `The answer of ${name} was lost. It is looked for there before anything else happens.`, raw);
    if (error instanceof PublishFailed && error.failure.kind === 'outcome-unknown') {
      queuePostJob(jobs, 'post.prove', post, error.failure.askAt);
    }
    return;
  }
  if (error.failure.kind === 'rejected') {
    // platforms have been seen to refuse what they had published: a refusal counts once a look agrees
    const seen = await platform.look(going, upload, { askedAt: tools.now(), signal: tools.signal });
    if (seen.seen !== 'ready' && seen.seen !== 'refused' && seen.seen !== 'nothing') return;
  }
  const later = ledger.together(() => {
    if (ledger.read(post.id).state !== 'sent') return null;
    ledger.forgetRelease(post.id);
    holdOthers(needs, post, error);
    return takeFailure(needs, post, error, { name, now: tools.now() });
  });
  if (later !== null) throw later;
}

function waitForChannel({ ledger }: SendNeeds, { id, state }: PostRow, name: string): void {
  const reason = `Waits: ${name} is paused. It goes out when you resume the channel.`;
  if (state === 'sending') ledger.move(id, 'scheduled', reason);
  else ledger.note(id, reason);
}

/** Approval and project, at this moment. Writes why not. */
function mayGoOut({ ledger, projectHash }: SendNeeds, post: PostRow): boolean {
  const problem = approvalProblem(post, post.projectId === null ? null : projectHash(post.projectId));
  if (problem === null) return true;
  ledger.together(() => {
    ledger.edit(post.id, { approvedHash: null, approvedAt: null, approvedProjectHash: null });
    ledger.move(post.id, 'awaiting-approval', problem);
  });
  return false;
}

function fileIsFine({ ledger }: SendNeeds, postId: string, file: FileCheck): file is FileCheck & { state: 'same' } {
  if (file.state === 'same') return true;
  const reason =
    file.state === 'gone'
      ? 'The video file is no longer where it was. Put it back and send again, or make a new post.'
      : 'The video file changed after you approved it. Put the approved file back and send again, or make a new post.';
  ledger.together(() => {
    ledger.setUploadAside(postId);
    ledger.move(postId, 'needs-you', reason);
  });
  return false;
}

/** Its time passed while the computer was off or asleep: the creator's setting says what happens. Writes it. */
function isMissed({ ledger, missedPosts }: SendNeeds, { id, at }: PostRow, now: Date): boolean {
  const { policy, withinMinutes } = missedPosts();
  if (at === null || now.getTime() - at <= withinMinutes * 60_000) return false;
  switch (policy) {
    case 'run-late':
      return false;
    case 'skip':
      ledger.move(id, 'cancelled', 'Its time passed while the studio was not running, so it was skipped, as you chose in Settings.');
      return true;
    case 'ask':
      ledger.move(id, 'needs-you', 'Its time passed while the studio was not running. Should it still go out?');
      return true;
    default:
      return unreachable(policy);
  }
}

/** Posts that are late keep the channel's gap. Throws TryLater. */
function keepGap({ ledger, read }: SendNeeds, post: PostRow, now: Date): void {
  if (!isLate(read, post, now.getTime())) return;
  const free = catchUpAt(read, readChannel(read, post.channelId), { postId: post.id, now: now.getTime() });
  if (free <= now.getTime()) return;
  ledger.together(() => {
    ledger.edit(post.id, { at: free, slotAt: null });
    ledger.note(post.id, KEEPS_GAP);
  });
  throw new TryLater(new Date(free), 'It keeps the gap between posts.');
}

/** A limit of the channel that stops one post stops those behind it too. */
function holdOthers({ holds }: SendNeeds, { channelId }: PostRow, { failure }: PublishFailed): void {
  if (failure.kind !== 'wait' || !failure.code.startsWith(OWN_LIMIT)) return;
  holds.hold(channelId, { until: failure.until.getTime(), reason: failure.reason });
}

/**
 * Another post found that a limit of the channel is used up: this one lines up behind it, with one line in its ledger
 * however often it has to. Throws TryLater.
 */
function waitItsTurn({ ledger, holds }: SendNeeds, post: PostRow, now: Date): void {
  const place = holds.lineUp(post.channelId, now.getTime());
  if (place === null) return;
  const reason = `${place.reason} It waits its turn.`;
  ledger.together(() => {
    ledger.edit(post.id, { at: Math.max(place.at, post.at ?? 0) });
    if (post.reason !== reason) ledger.note(post.id, reason);
  });
  throw new TryLater(new Date(place.at), reason);
}

/** Called off and put back while this worker was busy: the queue knew one job for it, this one, so it goes on here. */
function goOnIfDue({ ledger, read, platforms }: SendNeeds, postId: string, tools: JobTools): void {
  const post = ledger.read(postId);
  const { paused, platform } = readChannel(read, post.channelId);
  if (post.state !== 'scheduled' || paused) return;
  throw new TryLater(dueAt(platforms.get(platform), outgoing(read, post), tools.now()), 'It was put back.');
}

/** What is not foreseen is tried again by the queue; the last time, the post says so instead of standing still. */
function giveWords({ ledger }: SendNeeds, postId: string, error: unknown, tools: JobTools): void {
  const { state } = ledger.read(postId);
  const isLast = tools.attempt >= ATTEMPTS;
  if (state === 'cancelled') return; // called off: the upload was stopped on purpose
  if (state !== 'sending' && state !== 'scheduled') {
    if (error instanceof Failure && error.code === 'CONFLICT') return; // it moved on while this worker was busy
    throw error;
  }
  if (error instanceof TryLater || tools.signal.aborted || !isLast) throw error;
  const what = redact(error instanceof Error ? error.message : String(error));
  ledger.move(
    postId,
    'needs-you',
    `Sending stopped ${ATTEMPTS} times: ${what}. Nothing is public. Send again when it is mended.`,
    redact(String(error)),
  );
  throw new GiveUp(what, { cause: error });
}
