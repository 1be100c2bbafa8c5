import type { Timeline } from './document.ts';
import type { EditOf } from './edit.ts';

/** Shows or hides the captions, or gives them another look. */
export function setCaptions(timeline: Timeline, { visible, look }: EditOf<'setCaptions'>): Timeline {
  const { captions } = timeline;
  if (visible === undefined && look === undefined) return timeline;
  return { ...timeline, captions: { visible: visible ?? captions.visible, look: look ?? captions.look } };
}
