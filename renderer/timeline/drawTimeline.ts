import type { Waveform } from '../../shared/contract/assets.ts';
import type { CaptionLine } from '../../shared/timeline/captionLines.ts';
import { timelineLength, type Clip, type Overlay, type Timeline, type Track } from '../../shared/timeline/document.ts';
import type { Lane } from './lanes.ts';
import { rulerTicks } from './rulerTicks.ts';
import { frameAtX, xOfFrame, type TimelineView } from './view.ts';
import { visibleItems } from './visibleItems.ts';

export type Palette = {
  readonly text: string;
  readonly dimmed: string;
  readonly line: string;
  readonly sunken: string;
  readonly video: string;
  readonly audio: string;
  readonly caption: string;
  readonly overlay: string;
  readonly accent: string;
  readonly wave: string;
  readonly onClip: string;
  readonly missing: string;
};

export type Scene = {
  readonly timeline: Timeline;
  readonly lanes: readonly Lane[];
  readonly lines: readonly CaptionLine[];
  readonly view: TimelineView;
  readonly height: number;
  readonly playhead: number;
  readonly selectedId: string | null;
  readonly missing: ReadonlySet<string>;
  readonly waveforms: ReadonlyMap<string, Waveform | null>;
  readonly posters: ReadonlyMap<string, HTMLImageElement>;
  readonly palette: Palette;
};

const FONT = '11px system-ui, sans-serif';
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Paints the whole timeline: what a view does not show costs nothing. */
export function drawTimeline(canvas: CanvasRenderingContext2D, scene: Scene): void {
  const { view, height, lanes, timeline, palette } = scene;
  canvas.clearRect(0, 0, view.width, height);
  canvas.font = FONT;
  canvas.textBaseline = 'middle';
  for (const lane of lanes) {
    if (lane.kind === 'ruler') {
      drawRuler(canvas, scene, lane);
      continue;
    }
    canvas.fillStyle = palette.sunken;
    canvas.fillRect(0, lane.top, view.width, lane.height);
    if (lane.kind === 'overlays') for (const overlay of timeline.overlays) drawOverlay(canvas, scene, overlay, lane);
    if (lane.kind === 'captions') drawCaptions(canvas, scene, lane);
    if (lane.kind === 'track') {
      const track = timeline.tracks.find(({ id }) => id === lane.trackId);
      if (track !== undefined) for (const clip of visibleItems(track.clips, view)) drawClip(canvas, scene, { clip, track, lane });
    }
  }
  const end = xOfFrame(timelineLength(timeline), view);
  canvas.fillStyle = palette.line;
  canvas.fillRect(end, 0, 1, height);
  drawPlayhead(canvas, scene);
}

function drawRuler(canvas: CanvasRenderingContext2D, { view, timeline, palette }: Scene, lane: Lane): void {
  for (const { frame, label } of rulerTicks(view, timeline.fps)) {
    const x = Math.round(xOfFrame(frame, view)) + 0.5;
    const length = label === null ? 5 : 9;
    canvas.fillStyle = palette.line;
    canvas.fillRect(x, lane.top + lane.height - length, 1, length);
    if (label === null) continue;
    canvas.fillStyle = palette.dimmed;
    canvas.fillText(label, x + 4, lane.top + 10);
  }
}

function boxOf(item: { start: number; length: number }, lane: Lane, view: TimelineView): Box {
  const x = xOfFrame(item.start, view);
  const right = xOfFrame(item.start + item.length, view);
  return { x, y: lane.top, width: Math.max(2, right - x - 1), height: lane.height };
}

function fillBox(canvas: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string): void {
  canvas.fillStyle = colour;
  canvas.beginPath();
  canvas.roundRect(x, y, width, height, Math.min(6, width / 2));
  canvas.fill();
}

function ringBox(canvas: CanvasRenderingContext2D, { x, y, width, height }: Box, colour: string): void {
  canvas.strokeStyle = colour;
  canvas.lineWidth = 2;
  canvas.beginPath();
  canvas.roundRect(x + 1, y + 1, Math.max(0, width - 2), height - 2, Math.min(5, width / 2));
  canvas.stroke();
  canvas.fillStyle = colour; // grips, so that it is seen that edges can be dragged
  if (width > 24) {
    canvas.fillRect(x + 4, y + height / 2 - 7, 2, 14);
    canvas.fillRect(x + width - 6, y + height / 2 - 7, 2, 14);
  }
}

function writeIn(canvas: CanvasRenderingContext2D, { text, box, y, colour }: { text: string; box: Box; y: number; colour: string }): void {
  const x = Math.max(box.x, 0) + 9;
  const room = box.x + box.width - x - 6;
  if (room < 16) return;
  canvas.save();
  canvas.beginPath();
  canvas.rect(x, box.y, room, box.height);
  canvas.clip();
  canvas.fillStyle = colour;
  canvas.fillText(text, x, y);
  canvas.restore();
}

function drawClip(canvas: CanvasRenderingContext2D, scene: Scene, { clip, track, lane }: { clip: Clip; track: Track; lane: Lane }): void {
  const { view, palette, timeline, selectedId, missing, posters } = scene;
  const asset = timeline.assets[clip.assetId];
  const box = boxOf(clip, lane, view);
  canvas.globalAlpha = track.muted ? 0.5 : 1;
  fillBox(canvas, box, missing.has(clip.assetId) ? palette.missing : track.kind === 'video' ? palette.video : palette.audio);
  canvas.save();
  canvas.beginPath();
  canvas.roundRect(box.x, box.y, box.width, box.height, Math.min(6, box.width / 2));
  canvas.clip();
  const poster = posters.get(clip.assetId);
  if (track.kind === 'video' && poster !== undefined && poster.naturalHeight > 0) drawPoster(canvas, poster, box);
  if (asset?.hasAudio === true) drawWave(canvas, scene, { clip, box, tall: track.kind === 'audio' });
  canvas.restore();
  const speed = clip.speed === 1 ? '' : ` · ${clip.speed}×`;
  const silent = clip.volume === 0 && asset?.hasAudio === true ? ' · silent' : '';
  writeIn(canvas, { text: `${asset?.name ?? 'Missing file'}${speed}${silent}`, box, y: box.y + 12, colour: palette.onClip });
  if (clip.id === selectedId) ringBox(canvas, box, palette.accent);
  canvas.globalAlpha = 1;
}

/** A tint of the picture over the first stretch of a clip: enough to tell clips apart. */
function drawPoster(canvas: CanvasRenderingContext2D, poster: HTMLImageElement, box: Box): void {
  const width = Math.min(box.width, (poster.naturalWidth / poster.naturalHeight) * box.height);
  const alpha = canvas.globalAlpha;
  canvas.globalAlpha = alpha * 0.32;
  canvas.drawImage(poster, box.x, box.y, width, box.height);
  canvas.globalAlpha = alpha;
}

function drawWave(
  canvas: CanvasRenderingContext2D,
  { view, palette, waveforms, timeline }: Scene,
  { clip, box, tall }: { clip: Clip; box: Box; tall: boolean },
): void {
  const waveform = waveforms.get(clip.assetId);
  if (waveform == null) return;
  const { peaks, rate } = waveform;
  const from = Math.max(0, Math.floor(box.x));
  const to = Math.min(view.width, box.x + box.width);
  const middle = box.y + (tall ? box.height * 0.6 : box.height * 0.72);
  const reach = tall ? box.height * 0.36 : box.height * 0.26;
  const stepAt = (x: number): number => ((clip.trimIn + (frameAtX(x, view) - clip.start) * clip.speed) / timeline.fps) * rate;
  canvas.fillStyle = palette.wave;
  for (let x = from; x < to; x += 2) {
    const first = Math.max(0, Math.floor(stepAt(x)));
    const last = Math.max(first + 1, Math.ceil(stepAt(x + 2)));
    const stride = Math.max(1, Math.floor((last - first) / 24)); // far out, a sample of the peaks looks the same
    let peak = 0;
    for (let index = first; index < last; index += stride) peak = Math.max(peak, peaks[index] ?? 0);
    const half = Math.max(0.5, Math.min(1, (peak / 255) * Math.min(1.6, clip.volume)) * reach);
    canvas.fillRect(x, middle - half, 1.4, half * 2);
  }
}

function drawOverlay(canvas: CanvasRenderingContext2D, { view, palette, selectedId, timeline }: Scene, overlay: Overlay, lane: Lane): void {
  const box = boxOf(overlay, lane, view);
  if (box.x > view.width || box.x + box.width < 0) return;
  fillBox(canvas, box, palette.overlay);
  canvas.strokeStyle = palette.sunken; // titles may lie over each other
  canvas.lineWidth = 1;
  canvas.stroke();
  const text =
    overlay.kind === 'text'
      ? overlay.text
      : overlay.kind === 'card'
        ? overlay.title
        : (timeline.assets[overlay.assetId]?.name ?? 'Picture');
  writeIn(canvas, { text, box, y: box.y + box.height / 2, colour: palette.onClip });
  if (overlay.id === selectedId) ringBox(canvas, box, palette.accent);
}

function drawCaptions(canvas: CanvasRenderingContext2D, { view, palette, lines }: Scene, lane: Lane): void {
  for (const line of lines) {
    if (xOfFrame(line.to, view) < 0) continue;
    const box = boxOf({ start: line.from, length: line.to - line.from }, lane, view);
    if (box.x > view.width) break;
    fillBox(canvas, box, palette.caption);
    const text = line.rows.flatMap((row) => row.map((word) => word.text)).join(' ');
    writeIn(canvas, { text, box, y: box.y + box.height / 2, colour: palette.text });
  }
}

function drawPlayhead(canvas: CanvasRenderingContext2D, { view, palette, playhead, height }: Scene): void {
  const x = Math.round(xOfFrame(playhead, view));
  if (x < -8 || x > view.width + 8) return;
  canvas.fillStyle = palette.accent;
  canvas.fillRect(x - 0.75, 8, 1.5, height);
  canvas.beginPath();
  canvas.moveTo(x - 6, 2);
  canvas.lineTo(x + 6, 2);
  canvas.lineTo(x + 6, 9);
  canvas.lineTo(x, 15);
  canvas.lineTo(x - 6, 9);
  canvas.fill();
}
