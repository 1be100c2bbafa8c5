import { useEffect, useState } from 'react';
import { studio } from '../link/studioClient.ts';
import { postPages } from './postPages.ts';

const MOST = 200;

/** How many posts wait for a channel, in words; null while that is not known. Asked anew when the queue's counts change. */
export function useWaiting(channelId: string): string | null {
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    const ask = async (): Promise<void> => {
      const states = ['draft' as const, 'awaiting-approval' as const, 'scheduled' as const, 'needs-you' as const];
      // a broken link is told and mended elsewhere; the next change asks again
      const posts = await studio.posts.list({ channelId, states, limit: MOST }, { signal: gone.signal }).catch(() => null);
      if (posts !== null && !gone.signal.aborted) setCount(posts.length);
    };
    void ask();
    const stop = postPages.subscribe((state, before) => {
      if (state.counts !== before.counts) void ask();
    });
    return () => {
      stop();
      gone.abort();
    };
  }, [channelId]);
  if (count === null) return null;
  if (count === 0) return 'No posts wait';
  return count === 1 ? '1 post waits' : `${count === MOST ? `${MOST} posts or more` : `${count} posts`} wait`;
}
