import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { studio } from '../link/studioClient.ts';
import { postPages } from './postPages.ts';

const MOST = 200;

/** How many posts wait for a channel, in words; null while that is not known. Asked anew when the queue's counts change. */
export function useWaiting(channelId: string): string | null {
  const counts = useStore(postPages, (state) => state.counts);
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    studio.posts
      .list({ channelId, states: ['draft', 'awaiting-approval', 'scheduled', 'needs-you'], limit: MOST }, { signal: gone.signal })
      .then(
        (posts) => setCount(posts.length),
        () => undefined, // a broken link is told and mended elsewhere; the next change asks again
      );
    return () => gone.abort();
  }, [channelId, counts]);
  if (count === null) return null;
  if (count === 0) return 'No posts wait';
  return count === 1 ? '1 post waits' : `${count === MOST ? `${MOST} posts or more` : `${count} posts`} wait`;
}
