/*
Words: the timeline is the document a creator edits. A track holds clips that never overlap; a clip shows a stretch
of one asset. A frame is a whole number at the timeline's own rate (`fps`). A source frame is a position in the asset
counted at that same rate; it may be fractional once a clip's speed is not 1. Words carry source seconds, so captions
follow every cut without being touched: see captionWords.ts.
*/
import { z } from 'zod';

/** Version of the project file this build writes. A higher one is refused with PROJECT_NEWER. */
export const DOCUMENT_VERSION = 1;

/** `__proto__` is left out because it is no ordinary key of an object. */
export const Id = z.string().regex(/^(?!__proto__$)[\w.~-]{1,80}$/, 'An id is 1–80 letters, digits, . _ ~ or -');
export type Id = z.infer<typeof Id>;

/** The highest frame number a document may hold: more than five days at 60 frames a second. */
export const MAX_FRAME = 30_000_000;
/** The most a document may hold of each. */
export const limits = { tracks: 64, clipsPerTrack: 20_000, overlays: 2_000, wordsPerAsset: 200_000 };
const Frame = z.int().min(0).max(MAX_FRAME);
const FrameCount = z.int().min(1).max(MAX_FRAME);
const Share = z.number().min(0).max(1);
const Colour = z.string().regex(/^#[0-9a-f]{6}([0-9a-f]{2})?$/i, 'A colour is #rrggbb or #rrggbbaa');

/** One spoken word. `start` and `end` are seconds in the asset. `hidden` keeps it heard but not shown. */
export const Word = z.object({
  id: Id,
  text: z.string().min(1).max(200),
  start: z.number().min(0),
  end: z.number().min(0),
  speaker: z.string().max(80).optional(),
  hidden: z.boolean().optional(),
});
export type Word = z.infer<typeof Word>;

/** What the document knows of a media file. `hash` is the SHA-256 of its bytes; `path` only says where it was last seen. */
export const AssetRef = z.object({
  id: Id,
  name: z.string().min(1).max(255),
  kind: z.enum(['video', 'audio', 'image']),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0),
  /** Length in seconds; 0 for an image. */
  seconds: z.number().min(0),
  /** Upright picture size in pixels, rotation applied; 0 when there is no picture. */
  width: z.int().min(0),
  height: z.int().min(0),
  hasAudio: z.boolean(),
  path: z.string().max(4096).optional(),
});
export type AssetRef = z.infer<typeof AssetRef>;

/** `cover` fills the frame and crops around `focus`; `contain` shows everything on the background. */
export const Fit = z.object({
  mode: z.enum(['cover', 'contain']),
  focus: z.object({ x: Share, y: Share }),
});
export type Fit = z.infer<typeof Fit>;

export const Clip = z.object({
  id: Id,
  assetId: Id,
  /** First timeline frame. */
  start: Frame,
  /** Number of timeline frames. */
  length: FrameCount,
  /** Source frame at which the clip begins. */
  trimIn: z.number().min(0).max(MAX_FRAME),
  /** Source frames shown per timeline frame. */
  speed: z.number().min(0.25).max(4),
  /** Linear gain: 1 leaves the sound as it is, 0 silences it. */
  volume: z.number().min(0).max(4),
  fit: Fit,
});
export type Clip = z.infer<typeof Clip>;

export const Track = z.object({
  id: Id,
  kind: z.enum(['video', 'audio']),
  name: z.string().min(1).max(80),
  muted: z.boolean(),
  /** The words of its clips are captioned. */
  captioned: z.boolean(),
  /** Its sound steps back while captioned tracks speak (music). */
  ducked: z.boolean(),
  /** In order of start, never overlapping. */
  clips: z.array(Clip).max(limits.clipsPerTrack),
});
export type Track = z.infer<typeof Track>;

const overlayBase = {
  id: Id,
  start: Frame,
  length: FrameCount,
  /** Centre, as shares of the picture's width and height. */
  x: Share,
  y: Share,
};
export const TextOverlay = z.object({
  ...overlayBase,
  kind: z.literal('text'),
  text: z.string().min(1).max(500),
  font: z.string().min(1).max(80),
  /** Letter height as a share of the picture's height. */
  size: z.number().min(0.01).max(0.5),
  colour: Colour,
  /** A box behind the text; absent for none. */
  background: Colour.optional(),
});
const ImageOverlay = z.object({
  ...overlayBase,
  kind: z.literal('image'),
  assetId: Id,
  /** Width as a share of the picture's width. */
  width: z.number().min(0.01).max(2),
  opacity: Share,
});
/** A drawn card: a title, lines of text and one accent colour. */
const CardOverlay = z.object({
  ...overlayBase,
  kind: z.literal('card'),
  title: z.string().min(1).max(200),
  lines: z.array(z.string().max(300)).max(12),
  width: z.number().min(0.1).max(1),
  accent: Colour,
});
export const Overlay = z.discriminatedUnion('kind', [TextOverlay, ImageOverlay, CardOverlay]);
export type Overlay = z.infer<typeof Overlay>;

/** How captions look. Copied whole into the document, so that a project renders the same wherever it is opened. */
export const CaptionLook = z.object({
  name: z.string().min(1).max(80),
  /** Family name of a font in resources/fonts. */
  font: z.string().min(1).max(80),
  /** Letter height as a share of the picture's height. */
  size: z.number().min(0.01).max(0.2),
  colour: Colour,
  highlight: z.object({
    /** How the spoken word stands out. */
    mode: z.enum(['none', 'colour', 'pop', 'box']),
    colour: Colour,
  }),
  outline: z.object({ colour: Colour, /** Share of the letter height. */ width: z.number().min(0).max(0.5) }),
  /** A box behind the whole line; absent for none. */
  background: Colour.optional(),
  /** Centre of the caption block, share of the picture's height. */
  y: Share,
  uppercase: z.boolean(),
  maxWordsPerLine: z.int().min(1).max(12),
  maxLines: z.int().min(1).max(3),
});
export type CaptionLook = z.infer<typeof CaptionLook>;

/** A picture size and rate. Documents carry it whole; the known ones are in resources/formats.json. */
export const Format = z.object({
  name: z.string().min(1).max(40),
  width: z.int().min(16).max(7680).multipleOf(2),
  height: z.int().min(16).max(7680).multipleOf(2),
  fps: z.int().min(1).max(120),
});
export type Format = z.infer<typeof Format>;

export const Timeline = z.object({
  version: z.literal(DOCUMENT_VERSION),
  id: Id,
  title: z.string().max(200),
  /** Rate of every frame number in this document. */
  fps: z.int().min(1).max(120),
  format: Format,
  assets: z.record(Id, AssetRef),
  /** Words by asset, in order of start. */
  transcripts: z.record(Id, z.array(Word).max(limits.wordsPerAsset)),
  /** Bottom first: where two video tracks have a clip at one frame, the later track is seen. */
  tracks: z.array(Track).max(limits.tracks),
  overlays: z.array(Overlay).max(limits.overlays),
  captions: z.object({ visible: z.boolean(), look: CaptionLook }),
  audio: z.object({
    /** Integrated loudness of the finished file, LUFS. */
    loudness: z.number().min(-31).max(-5),
  }),
  /** Colour of everything no clip covers. */
  background: Colour,
});
export type Timeline = z.infer<typeof Timeline>;

/** Number of frames until the last clip or overlay ends; 0 for an empty timeline. */
export function timelineLength(timeline: Timeline): number {
  const ends = [...timeline.tracks.flatMap((track) => track.clips), ...timeline.overlays];
  return ends.reduce((last, { start, length }) => Math.max(last, start + length), 0);
}
