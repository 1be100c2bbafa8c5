import { useStore } from 'zustand';
import type { Post } from '../../../shared/contract/posts.ts';
import { JobProgress } from '../../components/JobProgress.tsx';
import { library } from '../../state/library.ts';
import classes from './queue.module.css';

/** How far a post's film is on its way, and how long that still takes; nothing while it does not travel. */
export function SendingProgress({ post }: { post: Pick<Post, 'id' | 'state'> }) {
  const job = useStore(library, ({ jobs }) =>
    post.state === 'sending'
      ? [...jobs.values()].find(({ subject, kind, state }) => subject === post.id && kind === 'post.send' && state === 'running')
      : undefined,
  );
  return job === undefined || job.progress === null ? null : (
    <div className={classes.progress}>
      <JobProgress job={job} stoppable={false} />
    </div>
  );
}
