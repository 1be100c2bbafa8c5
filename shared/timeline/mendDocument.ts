import { assetOf } from './assetOf.ts';
import { availableLength } from './availableLength.ts';
import type { Clip, Timeline, Track } from './document.ts';
import { orderWords } from './withWords.ts';

/** Puts right what can be put right without guessing: order, and clips a little longer than their asset. Says what it did. */
export function mendDocument(timeline: Timeline): { timeline: Timeline; notes: string[] } {
  const notes: string[] = [];

  const shorten = (track: Track, clip: Clip): Clip => {
    const asset = assetOf(timeline, clip.assetId);
    const available = asset === null ? clip.length : availableLength(clip, asset, timeline.fps);
    if (available < 1 || available >= clip.length) return clip;
    notes.push(`A clip on track “${track.name}” ran past the end of its file and was shortened.`);
    return { ...clip, length: available };
  };
  const mendTrack = (track: Track): Track => {
    const ordered = track.clips.toSorted((a, b) => a.start - b.start);
    if (ordered.some((clip, index) => clip !== track.clips[index])) notes.push(`The clips of track “${track.name}” were put in order.`);
    return { ...track, clips: ordered.map((clip) => shorten(track, clip)) };
  };
  const tracks = timeline.tracks.map(mendTrack);

  const transcripts = Object.entries(timeline.transcripts).flatMap(([assetId, words]) => {
    if (assetOf(timeline, assetId) === null) {
      notes.push(`A transcript that belongs to no file was left out.`);
      return [];
    }
    const ordered = orderWords(words) ?? words; // words that cannot be ordered are reported with their place
    if (ordered.some((word, index) => word !== words[index])) notes.push('The words of a transcript were put in order.');
    return [[assetId, ordered] as const];
  });
  return { timeline: { ...timeline, tracks, transcripts: Object.fromEntries(transcripts) }, notes };
}
