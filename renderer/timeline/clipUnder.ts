import type { Clip, Timeline } from '../../shared/timeline/document.ts';

const covers =
  (frame: number) =>
  (clip: Clip): boolean =>
    frame > clip.start && frame < clip.start + clip.length;

/** The clip that a cut at `frame` means: the selected one if the frame is inside it, else the one seen there, else any heard there. */
export function clipUnder(timeline: Timeline, frame: number, selectedId: string | null): Clip | null {
  const inside = covers(frame);
  const selected = timeline.tracks.flatMap(({ clips }) => clips).find(({ id }) => id === selectedId);
  if (selected !== undefined && inside(selected)) return selected;
  const front = timeline.tracks.toReversed();
  const order = [...front.filter(({ kind }) => kind === 'video'), ...front.filter(({ kind }) => kind === 'audio')];
  for (const { clips } of order) {
    const clip = clips.find(inside);
    if (clip !== undefined) return clip;
  }
  return null;
}
