import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../ffmpeg/runFfmpeg.ts';

/** What FFmpeg says of a file before decoding it. */
export type Streams = {
  readonly container: string;
  /** null when the container does not say. */
  readonly seconds: number | null;
  readonly video: {
    readonly codec: string;
    readonly profile: string | null;
    readonly pixelFormat: string;
    /** As stored, before any turning. */
    readonly width: number;
    readonly height: number;
    readonly squarePixels: boolean;
    readonly hdr: boolean;
    /** Clockwise or not, in degrees. */
    readonly rotation: number;
  } | null;
  readonly audioCodecs: readonly string[];
};

/** Splits at commas that are not inside parentheses or brackets. */
const splitOuter = (text: string): string[] => text.split(/,\s*(?![^([]*[)\]])/);

function readVideo(description: string, following: readonly string[]): NonNullable<Streams['video']> | null {
  const [coding = '', pixels = '', ...rest] = splitOuter(description);
  const size = /(\d+)x(\d+)(?: \[SAR (\d+):(\d+))?/.exec(rest.join(', '));
  if (!size) return null;
  const turned = /rotation of (-?[\d.]+) degrees/.exec(following.join('\n'));
  return {
    codec: coding.split(' ')[0] ?? '',
    profile: /^\S+ \(([^)/]+)\)/.exec(coding)?.[1] ?? null,
    pixelFormat: pixels.split('(')[0] ?? '',
    width: Number(size[1]),
    height: Number(size[2]),
    squarePixels: size[3] === size[4],
    hdr: /smpte2084|arib-std-b67/.test(pixels),
    rotation: Number(turned?.[1] ?? 0),
  };
}

/** Reads FFmpeg's own description of an input; pictures attached as covers are not counted as video. */
export function parseStreams(stderr: string): Streams {
  const lines = (stderr.split(/^Output #0/m)[0] ?? '').split('\n');
  const duration = /Duration: (\d+):(\d+):(\d+\.\d+)/.exec(lines.join('\n'));
  let video: Streams['video'] = null;
  const audioCodecs: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, kind, description = ''] = /^\s*Stream #0:\d+.*?: (Video|Audio): (.*)$/.exec(line) ?? [];
    if (kind === 'Audio') audioCodecs.push(description.split(/[ ,]/)[0] ?? '');
    if (kind !== 'Video' || video !== null || description.includes('(attached pic)')) continue;
    const next = lines.findIndex((other, place) => place > index && /^\s*Stream #0:/.test(other));
    video = readVideo(description, lines.slice(index + 1, next < 0 ? undefined : next));
  }
  return {
    container: /Input #0, (.+), from /.exec(lines.join('\n'))?.[1] ?? '',
    seconds: duration ? Number(duration[1]) * 3600 + Number(duration[2]) * 60 + Number(duration[3]) : null,
    video,
    audioCodecs,
  };
}

/** Opens the file without decoding it. Only local files are touched, whatever a playlist inside it may name. */
export async function readStreams(
  path: string,
  { ffmpeg, signal }: { ffmpeg: Pick<Ffmpeg, 'path'>; signal: AbortSignal },
): Promise<Streams> {
  const args = ['-v', 'info', '-nostats', '-protocol_whitelist', 'file', '-i', `file:${path}`];
  const { stderr } = await runFfmpeg(ffmpeg, {
    args: [...args, '-map', '0:v?', '-map', '0:a?', '-c', 'copy', '-t', '0', '-f', 'null', '-'],
    signal,
  });
  return parseStreams(stderr);
}
