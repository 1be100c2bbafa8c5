import type { Change } from '../../shared/contract/changes.ts';
import { toast } from '../components/toast.tsx';
import type { Library } from './library.ts';
import { openRoute, routes } from './route.ts';

/** Tells the creator about ends they wait for: a finished render, a live post, a job that gave up. */
export function announceChange(before: Library, change: Change): void {
  const { route } = routes.getState();
  if (change.topic === 'render') {
    const was = before.renders.get(change.value.id)?.state;
    if (was === undefined || was === change.value.state) return;
    if (change.value.state === 'done') {
      const here = route.view === 'studio' && route.projectId === change.value.projectId;
      const open = { label: 'Open', act: () => openRoute({ view: 'studio', projectId: change.value.projectId }) };
      const quality = change.value.quality === null ? '' : `Quality ${change.value.quality.score} of 100`;
      toast.done(`“${change.value.title}” is rendered`, quality, here ? undefined : open);
    }
    if (change.value.state === 'failed')
      toast.problem(`“${change.value.title}” was not rendered`, change.value.problem ?? 'Your edits are safe.');
  }
  if (change.topic === 'post') {
    const was = before.posts.get(change.value.id)?.state;
    if (was === undefined || was === change.value.state) return;
    if ((route.view === 'queue' || route.view === 'calendar') && route.postId === change.value.id) return; // it is being looked at
    const open = { label: 'Show', act: () => openRoute({ view: 'queue', postId: change.value.id }) };
    if (change.value.state === 'live') toast.done(`“${change.value.title}” is live`, change.value.reason, open);
    if (change.value.state === 'needs-you') toast.problem(`“${change.value.title}” needs you`, change.value.reason, open);
    if (change.value.state === 'failed') toast.problem(`“${change.value.title}” was not posted`, change.value.reason, open);
  }
  if (change.topic === 'job' && change.value.state === 'dead' && before.jobs.get(change.value.id)?.state !== 'dead')
    toast.problem(`${change.value.title}: gave up after ${change.value.attempts} tries`, change.value.error?.message ?? '', {
      label: 'Look',
      act: () => openRoute({ view: 'queue', postId: null }),
    });
  if (
    change.topic === 'asset' &&
    change.value.transcript.state === 'ready' &&
    before.assets.get(change.value.id)?.transcript.state === 'working'
  )
    toast.done(`The words of “${change.value.name}” are ready`, `${change.value.transcript.words} words`);
}
