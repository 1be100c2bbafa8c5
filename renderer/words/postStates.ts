import type { PostState } from '../../shared/publish/postState.ts';

/** The states of a post in the creator's words, with the colour of their badge. */
export const postStates: Readonly<Record<PostState, { readonly label: string; readonly colour: string }>> = {
  draft: { label: 'Draft', colour: 'gray' },
  'awaiting-approval': { label: 'Needs approval', colour: 'yellow' },
  scheduled: { label: 'Scheduled', colour: 'tide' },
  sending: { label: 'Sending', colour: 'tide' },
  sent: { label: 'Checking', colour: 'tide' },
  live: { label: 'Live', colour: 'green' },
  'needs-you': { label: 'Needs you', colour: 'orange' },
  failed: { label: 'Failed', colour: 'red' },
  cancelled: { label: 'Called off', colour: 'gray' },
};
