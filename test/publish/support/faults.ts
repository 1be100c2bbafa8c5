import type { Platform } from '../../../electron/publish/adapter.ts';
import { PublishFailed, type PublishFailure } from '../../../shared/publish/failure.ts';
import type { World } from './openStudio.ts';

/** What may happen to one call, at any platform. */
export type Fault =
  | 'none'
  /** It says no before anything happened. */
  | 'busy'
  | 'rejected'
  | 'signed-out'
  /** The question never arrived, and we do not know. */
  | 'lost-before'
  /** It was done, and the answer never arrived. */
  | 'lost-after'
  /** The same two, but nobody translated the error. */
  | 'odd-before'
  | 'odd-after';

export type FaultyCall = 'upload' | 'look' | 'release';

/** Puts trouble between the studio and a platform: `next` says what happens to the call that comes now. */
export function withFaults(world: World, platform: Platform, next: (call: FaultyCall) => Fault): Platform {
  const soon = (ms: number): Date => new Date(world.clock.ms + ms);
  const failures: Partial<Record<Fault, () => PublishFailure>> = {
    busy: () => ({ kind: 'wait', until: soon(30_000), reason: 'Busy.', code: '429' }),
    rejected: () => ({ kind: 'rejected', reason: 'Not like this.', code: '400' }),
    'signed-out': () => ({ kind: 'sign-in-again' }),
    'lost-before': () => ({ kind: 'outcome-unknown', askAt: soon(500) }),
    'lost-after': () => ({ kind: 'outcome-unknown', askAt: soon(500) }),
  };
  const suffer = async <T>(call: FaultyCall, work: () => Promise<T>): Promise<T> => {
    const fault = next(call);
    if (fault === 'none') return work();
    if (fault === 'lost-after' || fault === 'odd-after') await work();
    const failure = failures[fault];
    throw failure === undefined ? new Error('socket hang up') : new PublishFailed(failure());
  };
  return {
    ...platform,
    upload: (...about) => suffer('upload', () => platform.upload(...about)),
    look: (...about) => suffer('look', () => platform.look(...about)),
    release: (...about) => suffer('release', () => platform.release(...about)),
  };
}
