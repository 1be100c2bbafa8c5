import type { Change } from '../shared/contract/changes.ts';
import type { ChangeBus } from './changes.ts';
import type { Service } from './services.ts';

const ALIVE_MS = 20_000;

/** The stream a window listens to: every change, and a sign of life at once and every 20 s. */
export function followChanges(changes: ChangeBus, now: () => Date): Service<'changes'> {
  async function* follow(signal: AbortSignal): AsyncGenerator<Change, void, void> {
    const alive = (): Change => ({ topic: 'alive', value: { at: now().toISOString() } });
    const beat = setInterval(() => changes.publish(alive()), ALIVE_MS);
    try {
      yield alive();
      yield* changes.follow(signal);
    } finally {
      clearInterval(beat);
    }
  }
  return { follow: async (_input, { signal }) => follow(signal) };
}
