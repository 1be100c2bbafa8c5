import type { PowerSaveBlocker } from 'electron';
import type { Change } from '../../shared/contract/changes.ts';

/** Work that a sleeping computer would cut in two. */
const long: ReadonlySet<string> = new Set(['render', 'post.send', 'asset.transcribe', 'asset.prepare']);

/** Keeps the computer from falling asleep by itself while long work runs. Call the answer with every change; `close` ends it. */
export function createKeepAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): { onChange(change: Change): void; close(): void } {
  const running = new Set<number>();
  let blockerId: number | null = null;
  const settle = (): void => {
    if (running.size > 0 && blockerId === null) blockerId = blocker.start('prevent-app-suspension');
    if (running.size === 0 && blockerId !== null) {
      blocker.stop(blockerId);
      blockerId = null;
    }
  };
  return {
    onChange(change) {
      if (change.topic !== 'job' || !long.has(change.value.kind)) return;
      if (change.value.state === 'running') running.add(change.value.id);
      else running.delete(change.value.id);
      settle();
    },
    close() {
      running.clear();
      settle();
    },
  };
}
