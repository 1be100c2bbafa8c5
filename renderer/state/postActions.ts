import type { Post } from '../../shared/contract/posts.ts';
import { attempt, toast } from '../components/toast.tsx';
import { studio } from '../link/studioClient.ts';

/** What a creator does to a post. Each says what happened, and how to take it back where that is possible. */
export const postActions = {
  async approve(post: Post): Promise<void> {
    const approved = await attempt(studio.posts.approve({ postId: post.id, contentHash: post.contentHash }));
    if (approved !== null) toast.done('Approved', approved.reason);
  },
  async cancel(post: Post): Promise<void> {
    const cancelled = await attempt(studio.posts.cancel({ postId: post.id }));
    if (cancelled !== null) toast.done(`“${post.title}” is called off`, '', { label: 'Undo', act: () => void postActions.restore(post) });
  },
  async restore(post: Post): Promise<void> {
    const restored = await attempt(studio.posts.restore({ postId: post.id }));
    if (restored !== null) toast.done(`“${post.title}” is back`, restored.reason);
  },
};
