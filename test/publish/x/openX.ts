import { createX } from '../../../electron/publish/x/createX.ts';
import type { Outgoing, Sighting, UploadRef } from '../../../electron/publish/adapter.ts';
import type { XPrices } from '../../../electron/publish/x/prices.ts';
import { PublishFailed, type PublishFailure } from '../../../shared/publish/failure.ts';
import { makePost, plainNeeds, type PostWishes } from '../../platforms/kit/plainNeeds.ts';
import { simulateX } from '../../platforms/x/simulateX.ts';
import type { XSwitches } from '../../platforms/x/switches.ts';

export const MIB = 1024 * 1024;

export const prices: XPrices = {
  postUsd: 0.015,
  postWithUrlUsd: 0.2,
  ownPostReadUsd: 0.001,
  postReadUsd: 0.005,
  userReadUsd: 0.01,
  mediaReadUsd: 0.005,
};

/** One account of a simulated X and the adapter that speaks to it. */
export async function openX({ switches = {}, account = 'mia' }: { switches?: Partial<XSwitches>; account?: string } = {}) {
  const clock = { ms: Date.parse('2026-11-20T12:00:00Z') };
  const simulator = await simulateX({ clock: { now: () => clock.ms }, switches });
  const needs = plainNeeds({ simulator, clock, account });
  const x = createX({
    ...needs,
    get tokens() {
      return needs.tokens;
    },
    prices,
  });
  const remoteAccount = simulator.accounts.find(({ username }) => username === account)?.id ?? '';
  const saved: UploadRef[] = [];
  const shares: number[] = [];
  const signal = new AbortController().signal;
  return {
    simulator,
    needs,
    clock,
    x,
    signal,
    /** Every ref that was saved, oldest first. */
    saved,
    shares,
    post: (wishes: PostWishes = {}): Outgoing => {
      const made = makePost(needs, 'x', wishes);
      return { ...made, session: { ...made.session, remoteAccount } };
    },
    upload: (post: Outgoing, known: UploadRef | null = null): Promise<UploadRef> =>
      x.upload(post, known, { save: (ref) => void saved.push(ref), progress: (share) => void shares.push(share), signal }),
    look: (post: Outgoing, ref: UploadRef, askedAt: Date | null = null): Promise<Sighting> => x.look(post, ref, { askedAt, signal }),
    release: (post: Outgoing, ref: UploadRef): Promise<UploadRef> => x.release(post, ref, signal),
    /** How often a call was asked. */
    asked: (name: string): number => simulator.questions.filter((question) => question.name === name).length,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      needs[Symbol.dispose]();
      await simulator.close();
    },
  };
}

/** The failure with which `work` ends. */
export async function failureOf(work: Promise<unknown>): Promise<PublishFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PublishFailed) return error.failure;
    throw error;
  }
  throw new Error('It did not fail.');
}
