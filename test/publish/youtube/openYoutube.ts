import type { Outgoing, Platform, Sighting, UploadRef, UploadTools } from '../../../electron/publish/adapter.ts';
import { createYoutube } from '../../../electron/publish/youtube/createYoutube.ts';
import { PublishFailed, type PublishFailure } from '../../../shared/publish/failure.ts';
import { makePost, plainNeeds, type PlainNeeds, type PostWishes } from '../../platforms/kit/plainNeeds.ts';
import { simulateYoutube, type YoutubeSimulator } from '../../platforms/youtube/simulateYoutube.ts';
import type { YoutubeSwitches } from '../../platforms/youtube/switches.ts';

/** Ten in the morning in California. */
const BEGIN = Date.parse('2026-11-20T18:00:00Z');

export type OpenYoutube = {
  readonly simulator: YoutubeSimulator;
  readonly needs: PlainNeeds;
  readonly adapter: Platform;
  readonly clock: { ms: number };
  readonly post: (wishes?: PostWishes) => Outgoing;
  /** What was saved last, and every share of progress. */
  readonly saved: UploadRef[];
  readonly shares: number[];
  readonly tools: UploadTools;
  readonly upload: (post: Outgoing, known?: UploadRef | null) => Promise<UploadRef>;
  readonly look: (post: Outgoing, ref: UploadRef, askedAt?: Date | null) => Promise<Sighting>;
  readonly release: (post: Outgoing, ref: UploadRef) => Promise<UploadRef>;
  /** Upload, patience and release, as the queue does it; answers what is known then. */
  readonly sendAll: (post: Outgoing) => Promise<UploadRef>;
  readonly close: () => Promise<void>;
};

/** YouTube's adapter against its simulator, with a clock that only tests move. */
export async function openYoutube(switches: Partial<YoutubeSwitches> = {}): Promise<OpenYoutube> {
  const clock = { ms: BEGIN };
  const simulator = await simulateYoutube({ clock: { now: () => clock.ms }, switches });
  const needs = plainNeeds({ simulator, clock, account: 'mia' });
  const adapter = createYoutube(needs);
  const saved: UploadRef[] = [];
  const shares: number[] = [];
  const { signal } = new AbortController();
  const tools: UploadTools = { save: (ref) => void saved.push(ref), progress: (share) => void shares.push(share), signal };
  const youtube: OpenYoutube = {
    simulator,
    needs,
    adapter,
    clock,
    saved,
    shares,
    tools,
    post: (wishes) => makePost(needs, 'youtube', wishes),
    upload: (post, known = null) => adapter.upload(post, known, tools),
    look: (post, ref, askedAt = null) => adapter.look(post, ref, { askedAt, signal }),
    release: (post, ref) => adapter.release(post, ref, signal),
    async sendAll(post) {
      let ref: UploadRef | null = null;
      for (let round = 0; round < 200; round += 1) {
        ref = await adapter.upload(post, ref, tools);
        const seen = await youtube.look(post, ref);
        if (seen.seen === 'ready') return adapter.release(post, ref, signal);
        if (seen.seen !== 'processing') throw new Error(`it was not ready: ${JSON.stringify(seen)}`);
        clock.ms = seen.askAt.getTime();
      }
      throw new Error('it never became ready');
    },
    async close() {
      needs[Symbol.dispose]();
      await simulator.close();
    },
  };
  return youtube;
}

/** The failure a promise ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<PublishFailure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof PublishFailed) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}
