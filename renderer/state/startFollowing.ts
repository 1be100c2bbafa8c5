import type { Change } from '../../shared/contract/changes.ts';
import { followChanges } from '../link/followChanges.ts';
import { studio, studioLink } from '../link/studioClient.ts';
import { announceChange } from './announceChange.ts';
import { calendar } from './calendar.ts';
import { applyChange, fetchLibrary, library } from './library.ts';
import { postPages } from './postPages.ts';
import { signInFlow } from './signInFlow.ts';

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

function take(change: Change): void {
  announceChange(library.getState(), change);
  library.setState((state) => applyChange(state, change));
  if (change.topic === 'post') postPages.getState().noteChange();
  calendar.getState().noteChange(change);
}

/** Keeps the library equal to the studio's state for as long as the window lives. */
export function startFollowing(signal: AbortSignal): void {
  void followChanges(
    {
      follow: (attempt) => studio.changes.follow(undefined, { signal: attempt }),
      async refetch() {
        library.setState(await fetchLibrary(studio));
        await postPages.getState().refetch();
        await signInFlow.getState().refresh();
        await calendar.getState().refetch();
      },
      onChange: take,
      onLink: (link) => library.setState({ link }),
      renew: () => studioLink.renew(),
      sleep,
    },
    signal,
  );
}
