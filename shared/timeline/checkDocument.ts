import { assetOf } from './assetOf.ts';
import { availableLength } from './availableLength.ts';
import type { Clip, Timeline, Track, Word } from './document.ts';
import { clipEnd } from './findClip.ts';
import { canShow } from './addOverlay.ts';
import { canLieOn } from './insertClip.ts';

/**
 * What is wrong with a document beyond what its schema says: one clause each, naming the place, like
 * "tracks[0].clips[3].start: overlaps the clip before". Empty for a sound document.
 */
export function checkDocument(timeline: Timeline): string[] {
  return [...checkAssets(timeline), ...checkTracks(timeline), ...checkOverlays(timeline)];
}

function checkAssets({ assets, transcripts }: Timeline): string[] {
  return [
    ...Object.entries(assets)
      .filter(([id, asset]) => asset.id !== id)
      .map(([id]) => `assets.${id}.id: differs from its key`),
    ...Object.keys(transcripts)
      .filter((id) => !Object.hasOwn(assets, id))
      .map((id) => `transcripts.${id}: belongs to no asset`),
    ...Object.entries(transcripts).flatMap(([id, words]) => checkWords(`transcripts.${id}`, words)),
  ];
}

function checkWords(place: string, words: readonly Word[]): string[] {
  const ids = new Set<string>();
  return words.flatMap((word, index) => {
    const problems: string[] = [];
    if (ids.has(word.id)) problems.push(`${place}[${index}].id: is used twice`);
    if (word.end < word.start) problems.push(`${place}[${index}].end: is before its start`);
    if (word.start < (words[index - 1]?.start ?? 0)) problems.push(`${place}[${index}].start: is before the word before`);
    ids.add(word.id);
    return problems;
  });
}

function checkTracks(timeline: Timeline): string[] {
  const trackIds = new Set<string>();
  const clipIds = new Set<string>();
  return timeline.tracks.flatMap((track, trackIndex) => {
    const place = `tracks[${trackIndex}]`;
    const problems = trackIds.has(track.id) ? [`${place}.id: is used twice`] : [];
    trackIds.add(track.id);
    for (const [index, clip] of track.clips.entries()) {
      if (clipIds.has(clip.id)) problems.push(`${place}.clips[${index}].id: is used twice`);
      clipIds.add(clip.id);
      problems.push(...checkClip(timeline, { track, clip, index }).map((problem) => `${place}.clips[${index}].${problem}`));
    }
    return problems;
  });
}

function checkClip(timeline: Timeline, { track, clip, index }: { track: Track; clip: Clip; index: number }): string[] {
  const asset = assetOf(timeline, clip.assetId);
  if (asset === null) return ['assetId: names an unknown asset'];
  const problems: string[] = [];
  const before = track.clips[index - 1];
  if (before !== undefined && clip.start < clipEnd(before)) problems.push('start: overlaps the clip before');
  if (clip.length > availableLength(clip, asset, timeline.fps)) problems.push('length: runs past the end of its asset');
  if (!canLieOn(track, asset)) problems.push('assetId: is an image on an audio track');
  return problems;
}

function checkOverlays(timeline: Timeline): string[] {
  const ids = new Set<string>();
  return timeline.overlays.flatMap((overlay, index) => {
    const problems: string[] = [];
    if (ids.has(overlay.id)) problems.push(`overlays[${index}].id: is used twice`);
    if (!canShow(timeline, overlay)) problems.push(`overlays[${index}].assetId: names no image`);
    ids.add(overlay.id);
    return problems;
  });
}
