import type { Asset } from '../../../shared/contract/assets.ts';
import { timelineLength, type AssetRef, type Timeline } from '../../../shared/timeline/document.ts';
import type { Edit } from '../../../shared/timeline/edit.ts';
import { studio } from '../../link/studioClient.ts';
import { newId } from '../../state/newId.ts';
import type { Session } from './session.ts';

const IMAGE_SECONDS = 4;
const MUSIC_VOLUME = 0.25;

/** What the document keeps of an asset on the shelf. */
export function assetRefOf({ id, name, kind, hash, bytes, seconds, width, height, hasAudio, path }: Asset): AssetRef {
  return { id, name, kind, hash, bytes, seconds, width, height, hasAudio, path };
}

type Place = { readonly asset: Asset; readonly timeline: Timeline; readonly as: 'footage' | 'music' };

/** Where a file of the shelf goes: footage at the end of the first video track, music at the start of a ducked sound track. */
export function placeOf({ asset, timeline, as }: Place): { edits: Edit[]; clipId: string } {
  const wanted = timeline.tracks.find(({ kind, ducked }) => (as === 'music' ? kind === 'audio' && ducked : kind === 'video'));
  const trackId = wanted?.id ?? newId();
  const start = (wanted?.clips ?? []).reduce((end, clip) => Math.max(end, clip.start + clip.length), 0);
  const own = Math.max(1, Math.floor((asset.seconds === 0 ? IMAGE_SECONDS : asset.seconds) * timeline.fps));
  const room = timelineLength(timeline) - start;
  const length = as === 'music' && room > 0 ? Math.min(own, room) : own;
  const clipId = newId();
  const track: Edit = {
    type: 'addTrack',
    index: as === 'music' ? timeline.tracks.length : 0,
    track: {
      id: trackId,
      kind: as === 'music' ? 'audio' : 'video',
      name: as === 'music' ? 'Music' : 'Main',
      muted: false,
      captioned: as !== 'music',
      ducked: as === 'music',
      clips: [],
    },
  };
  const insert: Edit = {
    type: 'insertClip',
    trackId,
    ripple: false,
    newIds: newId(),
    clip: {
      id: clipId,
      assetId: asset.id,
      start,
      length,
      trimIn: 0,
      speed: 1,
      volume: as === 'music' ? MUSIC_VOLUME : 1,
      fit: { mode: 'cover', focus: { x: 0.5, y: 0.5 } },
    },
  };
  return { edits: wanted === undefined ? [track, insert] : [insert], clipId };
}

/** Adds a file of the shelf to the open project, with its words. */
export async function addToTimeline({ editor, tools, player }: Session, asset: Asset, as: Place['as']): Promise<void> {
  const words = asset.transcript.state === 'ready' ? await studio.assets.words({ assetId: asset.id }) : [];
  const { document } = editor.store.getState();
  if (document === null) return;
  const { edits, clipId } = placeOf({ asset, timeline: document, as });
  const known = document.assets[asset.id] !== undefined;
  editor.edit(...(known ? [] : [{ type: 'addAsset' as const, asset: assetRefOf(asset), words }]), ...edits);
  const placed = editor.store
    .getState()
    .document?.tracks.flatMap(({ clips }) => clips)
    .find(({ id }) => id === clipId);
  tools.setState({ selectedId: clipId });
  if (placed !== undefined) player.seek(placed.start);
}
