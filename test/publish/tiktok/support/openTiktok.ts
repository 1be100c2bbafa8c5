import { createTiktok } from '../../../../electron/publish/tiktok/createTiktok.ts';
import type { Outgoing, Platform, Sighting, UploadRef } from '../../../../electron/publish/adapter.ts';
import { PublishFailed, type PublishFailure } from '../../../../shared/publish/failure.ts';
import type { OptionsOf } from '../../../../shared/publish/postOptions.ts';
import { makePost, plainNeeds, type PlainNeeds, type PostWishes } from '../../../platforms/kit/plainNeeds.ts';
import { simulateTiktok, type TiktokSimulator } from '../../../platforms/tiktok/simulateTiktok.ts';
import type { TiktokSwitches } from '../../../platforms/tiktok/state.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Three pieces. */
export const LARGE = 16_000_000;

/** What was stored last of an upload, as after a crash. */
export type Kept = { ref: UploadRef | null; shares: number[] };

export type TiktokWorld = {
  readonly simulator: TiktokSimulator;
  readonly needs: PlainNeeds;
  readonly clock: { ms: number };
  /** Another start of the studio: nothing that was only in memory is left. */
  restart: () => void;
  readonly platform: Platform;
  readonly post: (wishes?: Omit<PostWishes, 'options'> & { options?: Partial<OptionsOf<'tiktok'>> }) => Outgoing;
  readonly upload: (post: Outgoing, kept?: Kept) => Promise<UploadRef>;
  readonly look: (post: Outgoing, ref: UploadRef, askedAt?: Date | null) => Promise<Sighting>;
  readonly release: (post: Outgoing, ref: UploadRef) => Promise<UploadRef>;
  /** How often a route was asked. */
  readonly asked: (name: string) => number;
  [Symbol.asyncDispose]: () => Promise<void>;
};

const { signal } = new AbortController();

export async function openTiktok(switches: Partial<TiktokSwitches> = {}): Promise<TiktokWorld> {
  const clock = { ms: Date.parse('2026-11-20T12:00:00Z') };
  const simulator = await simulateTiktok({ clock: { now: () => clock.ms }, switches });
  const needs = plainNeeds({ simulator, clock, account: 'mia' });
  let platform = createTiktok(needs);
  return {
    simulator,
    needs,
    clock,
    get platform() {
      return platform;
    },
    restart: () => void (platform = createTiktok(needs)),
    post: (wishes = {}) => makePost(needs, 'tiktok', wishes),
    upload: async (post, kept = { ref: null, shares: [] }) => {
      const tools = { save: (ref: UploadRef) => void (kept.ref = ref), progress: (share: number) => void kept.shares.push(share), signal };
      return platform.upload(post, kept.ref, tools);
    },
    look: async (post, ref, askedAt = null) => platform.look(post, ref, { askedAt, signal }),
    release: async (post, ref) => platform.release(post, ref, signal),
    asked: (name) => simulator.questions.filter((question) => question.name === name).length,
    [Symbol.asyncDispose]: async () => {
      needs[Symbol.dispose]();
      await simulator.close();
    },
  };
}

/** Why something was refused. */
export async function failureOf(work: Promise<unknown>): Promise<PublishFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PublishFailed) return error.failure;
    throw error;
  }
  throw new Error('It went through.');
}

/** Uploads, releases and waits until TikTok worked on it. */
export async function publish(world: TiktokWorld, post: Outgoing): Promise<{ ref: UploadRef; askedAt: Date }> {
  const uploaded = await world.upload(post);
  const askedAt = world.needs.now();
  const ref = await world.release(post, uploaded);
  world.clock.ms += 5_000;
  return { ref, askedAt };
}
