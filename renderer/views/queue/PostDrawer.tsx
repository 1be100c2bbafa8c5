import { Alert, Drawer, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PostDetail } from '../../../shared/contract/posts.ts';
import { explain } from '../../link/explain.ts';
import { studio } from '../../link/studioClient.ts';
import { composer } from '../../state/composer.ts';
import { library } from '../../state/library.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { PostPanel } from './PostPanel.tsx';

/** Everything about one post. Fetched anew whenever the studio says it changed. */
export function PostDrawer({ postId, onClose }: { postId: string | null; onClose: () => void }) {
  const [detail, setDetail] = useState<PostDetail | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const signingIn = useStore(signInFlow, (state) => state.opened);
  const composing = useStore(composer, (state) => state.opened);
  useEffect(() => {
    if (postId === null) return undefined;
    const gone = new AbortController();
    const read = async (): Promise<void> => {
      try {
        const next = await studio.posts.get({ postId }, { signal: gone.signal });
        if (!gone.signal.aborted) setDetail(next);
        setProblem(null);
      } catch (error) {
        if (!gone.signal.aborted) setProblem(explain(error).message);
      }
    };
    void read();
    const stop = library.subscribe((state, before) => {
      if (state.posts.get(postId) !== before.posts.get(postId)) void read();
    });
    return () => {
      stop();
      gone.abort();
    };
  }, [postId]);
  const current = detail?.id === postId ? detail : null;
  return (
    <Drawer
      opened={postId !== null}
      onClose={onClose}
      closeOnEscape={!signingIn && !composing} // they lie above; Escape is meant for them
      position="right"
      size={580}
      title={current?.title ?? 'Post'}
    >
      {problem !== null && <Alert color="orange">{problem}</Alert>}
      {current === null ? problem === null && <Loader size="sm" /> : <PostPanel key={current.id} post={current} />}
    </Drawer>
  );
}
