import { z } from 'zod';
import { AssetRef, CaptionLook, Clip, Fit, Format, Id, limits, MAX_FRAME, Overlay, Timeline, Track, Word } from './document.ts';

const Frame = z.int().min(0).max(MAX_FRAME);
const Words = z.array(Word).max(limits.wordsPerAsset);

/**
 * Everything a creator can do to a timeline, as data: the window applies it at once, the main process stores it, and
 * the same edit on the same document always gives the same document. New ids come in with the edit; where the number
 * of pieces is not known beforehand, `newIds` is a prefix and the pieces are `${newIds}-1`, `${newIds}-2`, ….
 */
export const Edit = z.discriminatedUnion('type', [
  /** Lays a clip down at its start. `ripple` opens time for it on every track; without, it goes where there is room. */
  z.object({ type: z.literal('insertClip'), trackId: Id, clip: Clip, ripple: z.boolean(), newIds: Id }),
  /** Moves a clip to a free place: where it overlaps others it snaps to the nearest gap that holds it. */
  z.object({ type: z.literal('moveClip'), clipId: Id, trackId: Id, start: Frame }),
  /** Moves one edge of a clip to `frame`. `ripple` closes or opens the time on every track. */
  z.object({ type: z.literal('trimClip'), clipId: Id, edge: z.enum(['start', 'end']), frame: Frame, ripple: z.boolean() }),
  z.object({ type: z.literal('splitClip'), clipId: Id, frame: Frame, rightId: Id }),
  /** Takes a clip away; `ripple` closes the gap on every track. */
  z.object({ type: z.literal('deleteClip'), clipId: Id, ripple: z.boolean(), newIds: Id }),
  /** Takes a stretch of time out of every track and closes the gap. */
  z.object({ type: z.literal('removeSpan'), from: Frame, to: Frame, newIds: Id }),
  /** Cuts the picture and sound of spoken words out of the timeline, wherever those words are heard. */
  z.object({ type: z.literal('deleteWords'), assetId: Id, wordIds: z.array(Id).min(1).max(20_000), newIds: Id }),
  /** Plays a clip faster or slower; it keeps its source stretch and changes its length, later time follows. */
  z.object({ type: z.literal('retimeClip'), clipId: Id, speed: Clip.shape.speed }),
  z.object({ type: z.literal('setClip'), clipId: Id, volume: Clip.shape.volume.optional(), fit: Fit.optional() }),
  z.object({ type: z.literal('setWord'), assetId: Id, wordId: Id, text: Word.shape.text.optional(), hidden: z.boolean().optional() }),
  /** New times of a word, in source seconds; kept between its neighbours. */
  z.object({ type: z.literal('retimeWord'), assetId: Id, wordId: Id, start: z.number().min(0), end: z.number().min(0) }),
  z.object({ type: z.literal('setTranscript'), assetId: Id, words: Words }),
  z.object({ type: z.literal('addAsset'), asset: AssetRef, words: Words }),
  /** Puts another file in the place of an asset; clips keep their times, cut to the new length where it is shorter. */
  z.object({ type: z.literal('replaceMedia'), assetId: Id, asset: AssetRef, words: Words.optional() }),
  z.object({ type: z.literal('addTrack'), track: Track, index: z.int().min(0).max(64) }),
  z.object({
    type: z.literal('setTrack'),
    trackId: Id,
    name: Track.shape.name.optional(),
    muted: z.boolean().optional(),
    captioned: z.boolean().optional(),
    ducked: z.boolean().optional(),
  }),
  z.object({ type: z.literal('removeTrack'), trackId: Id }),
  z.object({ type: z.literal('addOverlay'), overlay: Overlay }),
  /** Replaces the overlay with the same id. */
  z.object({ type: z.literal('setOverlay'), overlay: Overlay }),
  z.object({ type: z.literal('removeOverlay'), overlayId: Id }),
  z.object({ type: z.literal('setCaptions'), visible: z.boolean().optional(), look: CaptionLook.optional() }),
  z.object({ type: z.literal('setFormat'), format: Format }),
  z.object({ type: z.literal('setLoudness'), loudness: Timeline.shape.audio.shape.loudness }),
  z.object({ type: z.literal('setBackground'), background: Timeline.shape.background }),
  z.object({ type: z.literal('setTitle'), title: Timeline.shape.title }),
  /** The whole document at once: an imported file, or a template laid over. */
  z.object({ type: z.literal('replaceDocument'), timeline: Timeline }),
]);
export type Edit = z.infer<typeof Edit>;
/** One kind of edit, for the function that carries it out. */
export type EditOf<Type extends Edit['type']> = Extract<Edit, { type: Type }>;
