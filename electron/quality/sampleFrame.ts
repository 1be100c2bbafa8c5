import type { Rgb } from '../../shared/quality/contrast.ts';
import type { CaptionBox } from '../../shared/quality/captionBox.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';

/** One frame at reduced size, three bytes a pixel. */
export type Frame = { readonly width: number; readonly height: number; readonly bytes: Buffer };

type Moment = {
  readonly at: number;
  readonly width: number;
  readonly height: number;
  readonly ffmpeg: Pick<Ffmpeg, 'path'>;
  readonly signal: AbortSignal;
};

/** Decodes the frame shown at a moment; null when there is none. */
export async function sampleFrame(path: string, { at, width, height, ffmpeg, signal }: Moment): Promise<Frame | null> {
  const parts: Buffer[] = [];
  const source = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-ss', at.toFixed(3), '-i', `file:${path}`, '-map', '0:v:0'];
  await runFfmpeg(ffmpeg, {
    args: [...source, '-frames:v', '1', '-vf', `scale=${width}:${height}:flags=area,format=rgb24`, '-f', 'rawvideo', '-'],
    signal,
    onOutput: async (stdout) => {
      for await (const part of stdout) if (Buffer.isBuffer(part)) parts.push(part);
    },
  });
  const bytes = Buffer.concat(parts);
  return bytes.length === width * height * 3 ? { width, height, bytes } : null;
}

const pixelAt = ({ bytes, width }: Frame, x: number, y: number): Rgb => {
  const at = (y * width + x) * 3;
  return [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
};

/** Mean brightness and the distance between the dark and the bright twentieth, and the same distance for each colour. */
export function describeFrame(frame: Frame): { mean: number; spread: number } {
  const channels: [number[], number[], number[]] = [[], [], []];
  for (let y = 0; y < frame.height; y++) {
    for (let x = 0; x < frame.width; x++) for (const [index, value] of pixelAt(frame, x, y).entries()) channels[index]?.push(value);
  }
  const spreads = channels.map((values) => {
    const sorted = values.sort((a, b) => a - b);
    return (sorted[Math.floor(sorted.length * 0.98)] ?? 0) - (sorted[Math.floor(sorted.length * 0.02)] ?? 0);
  });
  const [red, green, blue] = channels.map((values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
  return { mean: 0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0), spread: Math.max(...spreads) };
}

/** The pixels in a ring around a caption: what is behind it, without its own letters. */
export function pixelsAround(frame: Frame, { left, top, right, bottom }: CaptionBox): Rgb[] {
  const margin = (bottom - top) * 0.3;
  const marginX = (margin * frame.height) / frame.width;
  const pixels: Rgb[] = [];
  for (let y = 0; y < frame.height; y++) {
    const down = (y + 0.5) / frame.height;
    if (down < top - margin || down > bottom + margin) continue;
    for (let x = 0; x < frame.width; x++) {
      const across = (x + 0.5) / frame.width;
      if (across < left - marginX || across > right + marginX) continue;
      if (down < top || down > bottom || across < left || across > right) pixels.push(pixelAt(frame, x, y));
    }
  }
  return pixels;
}
