/* Words: a plan says what a render will do before anything starts. It is plain data: it can be printed, compared and hashed. */
import { captionLines } from '../timeline/captionLines.ts';
import { type Overlay, type Timeline, timelineLength } from '../timeline/document.ts';
import { type AssEvent, type TextMeasure, writeAss } from './assEvent.ts';
import { captionEvents } from './captionEvents.ts';
import { chunkBorders } from './chunkBorders.ts';
import type { RenderSpec } from './renderSpec.ts';
import { planSound, type SoundPlan } from './soundPlan.ts';
import type { SourceInfo } from './source.ts';
import { textOverlayEvents } from './textOverlayEvents.ts';
import { type Part, sliceParts, toOutputFrame, visibleParts } from './visibleParts.ts';

/** An image or card over the picture. Frames are output frames; x and y its centre and `width` its width in pixels. */
export type PictureOverlay = {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly content:
    | { readonly kind: 'image'; readonly assetId: string; readonly opacity: number }
    | { readonly kind: 'card'; readonly title: string; readonly lines: readonly string[]; readonly accent: string };
};

/** One file of the cache. Everything in it counts frames from its own first frame, so equal chunks are equal wherever they stand. */
export type ChunkPlan = {
  readonly frames: number;
  readonly parts: readonly Part[];
  readonly pictures: readonly PictureOverlay[];
  readonly ass: string | null;
};

type LeftOut = { readonly clipId: string; readonly why: 'file-missing' | 'no-picture' };

export type RenderPlan = {
  readonly spec: RenderSpec;
  readonly frames: number;
  readonly background: string;
  readonly chunks: readonly ChunkPlan[];
  readonly sound: SoundPlan;
  readonly leftOut: readonly LeftOut[];
};

export type PlanNeeds = {
  /** null for a file that is not there. */
  readonly source: (assetId: string) => SourceInfo | null;
  readonly measure: TextMeasure;
};

/** Timeline and spec → plan. Pure: the same arguments give the same plan. Clips that cannot be shown are left out and named. */
export function planRender(timeline: Timeline, spec: RenderSpec, { source, measure }: PlanNeeds): RenderPlan {
  const toOutput = (frame: number): number => toOutputFrame(frame, timeline.fps, spec.fps);
  const leftOut: LeftOut[] = [];
  const parts = visibleParts(timeline, spec.fps).map((part): Part => {
    const why = part.kind === 'clip' ? whyNot(source(part.assetId)) : null;
    if (part.kind === 'blank' || why === null) return part;
    leftOut.push({ clipId: part.clipId, why });
    return { kind: 'blank', first: part.first, frames: part.frames };
  });
  const events = [...textEvents(timeline, { spec, measure, toOutput })];
  const pictures = timeline.overlays.flatMap((overlay) => pictureOf(overlay, spec, toOutput, source));
  const borders = chunkBorders(parts, spec.fps);
  const chunks = borders
    .slice(0, -1)
    .map((from, index) => planChunk({ from, to: borders[index + 1] ?? from, parts, pictures, events, spec }));
  return {
    spec,
    frames: toOutput(timelineLength(timeline)),
    background: timeline.background,
    chunks: chunks.filter((chunk) => chunk.frames > 0),
    sound: planSound(timeline, (assetId) => source(assetId)?.hasAudio ?? false),
    leftOut,
  };
}

function whyNot(source: SourceInfo | null): LeftOut['why'] | null {
  if (source === null) return 'file-missing';
  return source.kind === 'audio' ? 'no-picture' : null;
}

type Placing = { spec: RenderSpec; measure: TextMeasure; toOutput: (frame: number) => number };

function* textEvents(timeline: Timeline, placing: Placing): Generator<AssEvent> {
  const { visible, look } = timeline.captions;
  if (visible) for (const line of captionLines(timeline)) yield* captionEvents(line, look, placing);
  for (const overlay of timeline.overlays) if (overlay.kind === 'text') yield* textOverlayEvents(overlay, placing);
}

function pictureOf(overlay: Overlay, spec: RenderSpec, toOutput: Placing['toOutput'], source: PlanNeeds['source']): PictureOverlay[] {
  if (overlay.kind === 'text') return [];
  if (overlay.kind === 'image' && source(overlay.assetId)?.kind !== 'image') return [];
  const place = {
    from: toOutput(overlay.start),
    to: toOutput(overlay.start + overlay.length),
    x: Math.round(overlay.x * spec.width),
    y: Math.round(overlay.y * spec.height),
    width: Math.max(2, Math.round((overlay.width * spec.width) / 2) * 2),
  };
  const content =
    overlay.kind === 'image'
      ? ({ kind: 'image', assetId: overlay.assetId, opacity: overlay.opacity } as const)
      : ({ kind: 'card', title: overlay.title, lines: overlay.lines, accent: overlay.accent } as const);
  return [{ ...place, content }];
}

type ChunkNeeds = {
  from: number;
  to: number;
  parts: readonly Part[];
  pictures: readonly PictureOverlay[];
  events: readonly AssEvent[];
  spec: RenderSpec;
};

function planChunk({ from, to, parts, pictures, events, spec }: ChunkNeeds): ChunkPlan {
  return {
    frames: to - from,
    parts: sliceParts(parts, from, to).map((part) => ({ ...part, first: part.first - from })),
    pictures: pictures
      .filter((picture) => picture.from < to && picture.to > from)
      .map((picture) => ({ ...picture, from: Math.max(0, picture.from - from), to: Math.min(to, picture.to) - from })),
    ass: writeAss(events, from, to, spec),
  };
}
