import { open } from 'node:fs/promises';
import { z } from 'zod';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing, UploadTools } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { askXAgainLater } from './askX.ts';
import { usesOf } from './limits.ts';
import { refuseUpload } from './refuseUpload.ts';
import { readProblem } from './problem.ts';
import { SegmentBuffer } from './segmentBuffer.ts';
import { readSet, writeSet } from './segments.ts';
import type { XRef } from './uploadRef.ts';

/** So many requests of 1 MiB keep a connection as busy as one plain upload. */
const AT_ONCE = 4;
/** A crash costs at most so many segments sent once more, on top of those under way. */
const SAVE_EVERY = 4;
const PAID_AHEAD = 32;

const Appended = z.object({ data: z.object({ expires_at: z.number().positive() }) });

export type Segments = {
  readonly needs: PlatformNeeds;
  readonly post: Outgoing;
  readonly tools: UploadTools;
};

/** sent: X said that it has all; too-large: it wants smaller segments; spoiled: this upload cannot be completed any more. */
export type SegmentsOutcome = { readonly outcome: 'sent' | 'too-large' | 'spoiled'; readonly ref: XRef };

/** Where an upload stands while its segments are sent. */
type State = {
  ref: XRef;
  readonly done: Set<number>;
  /** Sent once without an answer that is known, so X may have them. */
  readonly doubtful: ReadonlySet<number>;
  unsaved: number;
  outcome: SegmentsOutcome['outcome'];
  failure: unknown;
};

/**
 * Sends the segments that X has not acknowledged: a few at once, or one after another where X was seen to want that.
 * What was acknowledged is saved as it goes on, and on any way out. `isFresh`: nothing of it was sent before. @throws PublishFailed
 */
export async function sendSegments({ needs, post, tools }: Segments, begun: XRef, isFresh: boolean): Promise<SegmentsOutcome> {
  const count = Math.ceil(post.file.bytes / begun.segmentBytes);
  const done = readSet(begun.acknowledged);
  const state: State = {
    ref: begun,
    done,
    doubtful: isFresh ? new Set() : doubtfulAfter(done),
    unsaved: 0,
    outcome: 'sent',
    failure: null,
  };
  const save = (): void => {
    state.unsaved = 0;
    state.ref = { ...state.ref, acknowledged: writeSet(state.done) };
    tools.save(state.ref);
  };
  const missing = (): number[] => Array.from({ length: count }, (_, index) => index).filter((index) => !state.done.has(index));
  await using film = await open(post.file.path);

  let paid = 0;
  /** Takes for several segments at once: a counter in the database for each would take longer than sending it. */
  const payAhead = (): void => {
    if (paid === 0) {
      const cost = Math.min(PAID_AHEAD, Math.max(1, count - state.done.size));
      needs.limits.take(
        usesOf('append', post.session.channelId).map((use) => ({ ...use, cost })),
        'release',
      );
      paid = cost;
    }
    paid -= 1;
  };

  const sendOne = async (index: number, buffer: SegmentBuffer, isInTurn: boolean): Promise<void> => {
    payAhead();
    const start = index * begun.segmentBytes;
    const length = Math.min(begun.segmentBytes, post.file.bytes - start);
    const { bytes, headers } = await buffer.read({ index, start, length });
    const answer = await askXAgainLater(needs, {
      call: 'append',
      path: `/2/media/upload/${encodeURIComponent(begun.mediaId)}/append`,
      method: 'POST',
      session: post.session,
      urgency: 'release',
      isPrepaid: true,
      headers,
      bytes,
      signal: tools.signal,
    });
    if (!takeAnswer(needs, state, { index, answer, isInTurn })) return;
    state.done.add(index);
    state.unsaved += 1;
    if (state.unsaved >= SAVE_EVERY) save();
    tools.progress(state.done.size / count);
  };

  /** Sends what is missing with so many requests at once; stops at the first trouble and waits for those under way. */
  const sendMissing = async (atOnce: number): Promise<void> => {
    const queue = missing().values();
    const mayGoOn = (): boolean => state.failure === null && state.outcome === 'sent' && (atOnce === 1 || !state.ref.oneByOne);
    const work = async (): Promise<void> => {
      const buffer = new SegmentBuffer(film, begun.segmentBytes);
      for (const index of queue) {
        if (!mayGoOn()) return;
        try {
          await sendOne(index, buffer, atOnce === 1);
        } catch (error) {
          state.failure ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  };

  if (!begun.oneByOne) await sendMissing(AT_ONCE);
  if (state.ref.oneByOne && state.outcome === 'sent' && state.failure === null) await sendMissing(1);
  if (state.unsaved > 0 || state.ref.oneByOne !== begun.oneByOne) save();
  if (state.failure !== null) throw state.failure;
  return { outcome: state.outcome, ref: state.ref };
}

/** What may have been under way when an earlier run ended, by what it had saved. */
function doubtfulAfter(done: ReadonlySet<number>): Set<number> {
  const beyond = Math.max(-1, ...done) + SAVE_EVERY + AT_ONCE;
  return new Set(Array.from({ length: beyond + 1 }, (_, index) => index).filter((index) => !done.has(index)));
}

/** isInTurn: nothing else was under way, so that it cannot be refused for having overtaken another. */
type Answered = { readonly index: number; readonly answer: PlatformAnswer; readonly isInTurn: boolean };

/** Whether X has the segment now. Otherwise `state` says what follows. */
function takeAnswer(needs: PlatformNeeds, state: State, { index, answer, isInTurn }: Answered): boolean {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    const appended = Appended.safeParse(answer.json);
    if (appended.success) state.ref = { ...state.ref, expiresAt: new Date(appended.data.data.expires_at * 1_000).toISOString() };
    return true; // the status says that it was taken; the rest of the answer is only a date
  }
  if (status === 413 || status === 431) {
    state.outcome = 'too-large';
    return false;
  }
  if (status === 404 || status === 410) {
    state.outcome = 'spoiled';
    return false;
  }
  if (status !== 400 && status !== 409) throw refuseUpload(needs, answer);
  if (!isInTurn) {
    state.ref = { ...state.ref, oneByOne: true };
    return false;
  }
  // refused although it was its turn: X has it from before, and does not take it twice
  if (state.doubtful.has(index)) return true;
  const { code, words, raw } = readProblem(answer);
  throw new PublishFailed({ kind: 'rejected', reason: `X does not take the film: ${words || 'it gave no reason'}`, code }, { cause: raw });
}
