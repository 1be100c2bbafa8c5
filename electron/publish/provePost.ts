import { PublishFailed } from '../../shared/publish/failure.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { TryLater, type JobHandler, type Jobs, type JobTools } from '../jobs/types.ts';
import type { ReadDb } from '../store/handles.ts';
import type { Platform, Sighting } from './adapter.ts';
import { redact } from './http/redact.ts';
import type { Ledger, PostRow } from './ledger.ts';
import { outgoing, uploadOf } from './outgoing.ts';
import { PostData, queuePostJob } from './postJobs.ts';
import { readChannel } from './readChannels.ts';
import { FIRST_READING_MS } from './readNumbers.ts';
import { rawOf, signInAgain } from './takeFailure.ts';
import type { UploadsUnderWay } from './uploadsUnderWay.ts';
import { waitUntil } from './waitUntil.ts';

const MINUTE_MS = 60_000;
const GIVES_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
const LONGEST_PAUSE_MS = 15 * MINUTE_MS;
/** A list of posts lags behind: the right one may come. */
const TWIN_PATIENCE_MS = 15 * MINUTE_MS;
const ATTEMPTS = 20;
/** A post whose release vanished this often has another problem than bad luck. */
const RELEASES_ALLOWED = 5;

export type ProveNeeds = {
  readonly read: ReadDb;
  readonly ledger: Ledger;
  readonly jobs: Jobs;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly uploads: Pick<UploadsUnderWay, 'releaseGivenUpAt'>;
  readonly pauseChannel: (channelId: string, reason: string) => void;
};

/** Looks until a sent post is seen at its public address: only then is it live. It never releases anything itself. */
export function provePost(needs: ProveNeeds): JobHandler<PostData> {
  return {
    kind: 'post.prove',
    data: PostData,
    attempts: ATTEMPTS,
    missed: 'run-late',
    missedAfterMs: 60 * MINUTE_MS,
    async run({ postId }, tools) {
      const post = needs.ledger.read(postId);
      if (post.state !== 'sent') return;
      const { platform: platformName, name } = readChannel(needs.read, post.channelId);
      const platform = needs.platforms.get(platformName);
      const upload = uploadOf(post);
      if (platform === undefined || upload === null) {
        return needs.ledger.move(postId, 'needs-you', `It was sent to ${name}, but the studio cannot look there. Is it public?`);
      }
      const askedUntil = needs.uploads.releaseGivenUpAt(postId);
      try {
        const askedAt = post.releaseAskedAt === null ? null : new Date(post.releaseAskedAt);
        const seen = await platform.look(outgoing(needs.read, post), upload, { askedAt, signal: tools.signal });
        await takeSighting(needs, post, { seen, askedUntil, platform, name, tools });
      } catch (error) {
        takeTrouble(needs, post, { error, name, tools });
      }
      // sent anew while this look was under way: the queue knew one job for it, this one, so it goes on here
      if (needs.ledger.read(postId).state === 'sent') throw new TryLater(tools.now(), 'It was sent once more.');
    },
  };
}

/** `askedUntil`: when a release that might have been under way during the look was given up, ms. */
type Look = {
  readonly seen: Sighting;
  readonly askedUntil: number;
  readonly platform: Platform;
  readonly name: string;
  readonly tools: JobTools;
};

/** Whether the post is as it was when the look began: sent, and by the same release. */
function isStill({ ledger }: ProveNeeds, post: PostRow): boolean {
  const { state, releaseAskedAt } = ledger.read(post.id);
  return state === 'sent' && releaseAskedAt === post.releaseAskedAt;
}

async function takeSighting(needs: ProveNeeds, post: PostRow, { seen, askedUntil, platform, name, tools }: Look): Promise<void> {
  const { ledger, jobs } = needs;
  const still = (): boolean => isStill(needs, post);
  switch (seen.seen) {
    case 'public': {
      const twin = seen.remoteId === null ? undefined : findTwin(needs.read, post, seen.remoteId);
      if (twin !== undefined) return takeTwin(needs, post, { twin, name, tools });
      return ledger.together(() => {
        if (!still()) return;
        ledger.edit(post.id, { url: seen.url, remoteId: seen.remoteId });
        ledger.move(post.id, 'live', seen.note ?? `Seen at its public address on ${name}.`);
        if (platform.readMetrics !== undefined && seen.remoteId !== null) {
          queuePostJob(jobs, 'post.metrics', post, new Date(tools.now().getTime() + FIRST_READING_MS));
        }
      });
    }
    case 'processing':
      return lookLater(needs, post, { at: seen.askAt, name, tools });
    case 'nothing':
    case 'ready': {
      // An answer can still be under way: not seeing it counts only after the call was given up, with as much time again.
      // A clock that leaps, or a computer that sleeps, makes that time pass during the call.
      const givenUpAt = Math.max(askedUntil, needs.uploads.releaseGivenUpAt(post.id));
      const now = tools.now().getTime();
      const believedFrom = Math.max(
        (post.releaseAskedAt ?? 0) + platform.releaseWithinMs * 2,
        Math.min(givenUpAt, now) + (givenUpAt > 0 ? platform.releaseWithinMs : 0),
      );
      if (now < believedFrom) throw new TryLater(new Date(believedFrom), `${name} does not show it yet.`);
      return ledger.together(() => {
        if (!still()) return;
        if (ledger.countMoves(post.id, 'sent') >= RELEASES_ALLOWED) {
          const reason = `${name} was asked ${RELEASES_ALLOWED} times to make it public and never showed it. Look there: is it public?`;
          return ledger.move(post.id, 'needs-you', reason);
        }
        ledger.forgetRelease(post.id);
        if (seen.seen === 'nothing') ledger.dropUpload(post.id);
        ledger.edit(post.id, { at: Math.max(tools.now().getTime(), post.at ?? 0) }); // one that is handed over early keeps its time
        ledger.move(post.id, 'scheduled', `${name} never made it public. That is certain, so it is sent once more.`);
        queuePostJob(jobs, 'post.send', post, tools.now());
      });
    }
    case 'refused':
      return ledger.together(() => {
        if (!still()) return;
        ledger.forgetRelease(post.id);
        ledger.dropUpload(post.id);
        ledger.move(post.id, 'failed', seen.reason, seen.code);
      });
    case 'unclear':
      return ledger.together(() => {
        if (still()) ledger.move(post.id, 'needs-you', seen.reason);
      });
    default:
      return unreachable(seen);
  }
}

/** The title of another post of the channel that is proven by the same thing on its platform. */
function findTwin(read: ReadDb, { id, channelId }: PostRow, remoteId: string): string | undefined {
  const find = read.$client.prepare<[string, string, string], string>(
    'select title from posts where channel_id = ? and remote_id = ? and id <> ?',
  );
  return find.pluck().get(channelId, remoteId, id);
}

/** Where a platform gives no id, posts are known by their words, and two may have the same: what was one proves no other. */
function takeTwin(needs: ProveNeeds, post: PostRow, { twin, name, tools }: { twin: string; name: string; tools: JobTools }): void {
  const now = tools.now().getTime();
  if (now - (post.releaseAskedAt ?? 0) < TWIN_PATIENCE_MS) return lookLater(needs, post, { at: new Date(now + 30_000), name, tools });
  if (!isStill(needs, post)) return;
  needs.ledger.move(
    post.id,
    'needs-you',
    `All that ${name} shows is another post of yours with these words, “${twin}”. Is this one public?`,
  );
}

type Later = { readonly at: Date; readonly name: string; readonly tools: JobTools };

/** Less often the longer it takes; after a day a person is asked. */
function lookLater(needs: ProveNeeds, post: PostRow, { at, name, tools }: Later): void {
  if (!isStill(needs, post)) return;
  const now = tools.now().getTime();
  const shownFrom = Math.max(post.releaseAskedAt ?? now, post.at ?? 0); // a platform that was handed it early shows it at its time
  const elapsed = Math.max(0, now - shownFrom);
  if (elapsed >= GIVES_UP_AFTER_MS) {
    return needs.ledger.move(post.id, 'needs-you', `${name} took it but has not shown it for a day. Look there: is it public?`);
  }
  const pause = Math.min(LONGEST_PAUSE_MS, elapsed / 4);
  throw new TryLater(new Date(Math.max(at.getTime(), now + pause)), `${name} does not show it yet.`);
}

/** A look that failed says nothing about the post: it stays sent, and is looked for again. */
function takeTrouble(needs: ProveNeeds, post: PostRow, { error, name, tools }: { error: unknown; name: string; tools: JobTools }): void {
  const { ledger } = needs;
  if (error instanceof PublishFailed) {
    if (!isStill(needs, post)) return;
    const { failure } = error;
    switch (failure.kind) {
      case 'wait':
        return lookLater(needs, post, { at: waitUntil(failure.until, tools.now()), name, tools });
      case 'outcome-unknown':
        return lookLater(needs, post, { at: waitUntil(failure.askAt, tools.now()), name, tools });
      case 'sign-in-again':
        return signInAgain(needs, post, { name, why: failure.reason });
      case 'needs-you':
      case 'rejected':
        return ledger.move(post.id, 'needs-you', `${name} does not say what became of it: ${failure.reason} Is it public?`, rawOf(error));
      default:
        return unreachable(failure);
    }
  }
  if (!(error instanceof TryLater) && !tools.signal.aborted && tools.attempt >= ATTEMPTS) {
    ledger.move(post.id, 'needs-you', `Looking for it on ${name} failed ${ATTEMPTS} times. Is it public?`, redact(String(error)));
    return;
  }
  throw error;
}
