import type { PostState } from '../../shared/publish/postState.ts';

const MOVABLE: ReadonlySet<PostState> = new Set(['draft', 'awaiting-approval', 'scheduled', 'needs-you']);

/** Whether a post may still be given another time; what went out, or was called off, stays where it is. */
export const isMovable = ({ state }: { state: PostState }): boolean => MOVABLE.has(state);
