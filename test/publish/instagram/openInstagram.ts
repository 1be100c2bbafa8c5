import type { OptionsOf } from '../../../shared/publish/postOptions.ts';
import { PublishFailed, type PublishFailure } from '../../../shared/publish/failure.ts';
import type { Outgoing, Platform, Sighting, UploadRef, UploadTools } from '../../../electron/publish/adapter.ts';
import { createInstagram } from '../../../electron/publish/instagram/createInstagram.ts';
import { simulateInstagram, type InstagramSimulator } from '../../platforms/instagram/simulateInstagram.ts';
import type { InstagramSwitches } from '../../platforms/instagram/switches.ts';
import { makePost, plainNeeds, type PlainNeeds, type PostWishes } from '../../platforms/kit/plainNeeds.ts';

export type Opened = {
  readonly simulator: InstagramSimulator;
  readonly needs: PlainNeeds;
  readonly instagram: Platform;
  readonly clock: { ms: number };
  readonly saved: UploadRef[];
  readonly shares: number[];
  readonly tools: UploadTools;
  readonly post: (wishes?: Omit<PostWishes, 'options'> & { options?: Partial<OptionsOf<'instagram'>> }) => Outgoing;
  readonly look: (post: Outgoing, ref: UploadRef, askedAt?: Date | null) => Promise<Sighting>;
  readonly release: (post: Outgoing, ref: UploadRef) => Promise<UploadRef>;
  /** How many questions a route got. */
  readonly asked: (name: string) => number;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The adapter against a simulator of its own, with a clock that only the test moves. */
export async function openInstagram(switches: Partial<InstagramSwitches> = {}, account = 'mia'): Promise<Opened> {
  const clock = { ms: Date.UTC(2026, 10, 20, 12) };
  const simulator = await simulateInstagram({ clock: { now: () => clock.ms }, switches });
  const needs = plainNeeds({ simulator, clock, account });
  const instagram = createInstagram(needs);
  const { signal } = new AbortController();
  const saved: UploadRef[] = [];
  const shares: number[] = [];
  return {
    simulator,
    needs,
    instagram,
    clock,
    saved,
    shares,
    tools: { save: (ref) => void saved.push(ref), progress: (share) => void shares.push(share), signal },
    post: (wishes = {}) => makePost(needs, 'instagram', wishes),
    look: (post, ref, askedAt = null) => instagram.look(post, ref, { askedAt, signal }),
    release: (post, ref) => instagram.release(post, ref, signal),
    asked: (name) => simulator.questions.filter((question) => question.name === name).length,
    [Symbol.asyncDispose]: async () => {
      needs[Symbol.dispose]();
      await simulator.close();
    },
  };
}

/** The failure that a promise ends with; an error when it ends well. */
export async function failureOf(work: Promise<unknown>): Promise<PublishFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PublishFailed) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}
