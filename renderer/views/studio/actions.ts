import { newId } from '../../state/newId.ts';
import { clipUnder } from '../../timeline/clipUnder.ts';
import type { Session } from './session.ts';

/** Cuts the selected clip, or the one seen, at the playhead. */
export function splitAtPlayhead({ editor, player, tools }: Session): void {
  const { document } = editor.store.getState();
  if (document === null) return;
  const { frame } = player.store.getState();
  const clip = clipUnder(document, frame, tools.getState().selectedId);
  if (clip !== null) editor.edit({ type: 'splitClip', clipId: clip.id, frame, rightId: newId() });
}

/** Takes the selected clip or overlay away; `ripple` closes the gap. */
export function deleteSelected({ editor, tools }: Session, ripple: boolean): void {
  const { document } = editor.store.getState();
  const { selectedId } = tools.getState();
  if (document === null || selectedId === null) return;
  const isOverlay = document.overlays.some(({ id }) => id === selectedId);
  if (isOverlay) editor.edit({ type: 'removeOverlay', overlayId: selectedId });
  else editor.edit({ type: 'deleteClip', clipId: selectedId, ripple, newIds: newId() });
  tools.setState({ selectedId: null });
}

/** Moves an edge of the selected clip to the playhead. */
export function trimToPlayhead({ editor, player, tools }: Session, edge: 'start' | 'end'): void {
  const { selectedId, ripple } = tools.getState();
  if (selectedId !== null) editor.edit({ type: 'trimClip', clipId: selectedId, edge, frame: player.store.getState().frame, ripple });
}
