import { contentHash } from './contentHash.ts';
import type { PostRow } from './ledger.ts';

export const EDITED_REASON = 'You edited the project after approving this post. Render it again or approve this version.';

/**
 * Why the approval of a post does not stand, in plain words; null when it does. The hash is worked out again from what
 * would go out. A person may approve a render older than its project, so the project may be what it was when the render
 * was made, or what it was when they said yes. `projectHash` is null for a project that is gone.
 */
export function approvalProblem(post: PostRow, projectHash: string | null): string | null {
  if (post.approvedHash === null) return 'Nobody has approved this version yet.';
  if (post.approvedHash !== contentHash(post)) return 'It changed after it was approved. Look at it and approve it again.';
  const edited = projectHash !== null && post.documentHash !== null && projectHash !== post.documentHash;
  return edited && projectHash !== post.approvedProjectHash ? EDITED_REASON : null;
}
