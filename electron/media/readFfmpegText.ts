/** What `ffmpeg -i` prints about a file. */
export type FfmpegText = {
  /** FFmpeg's own name, for example "matroska,webm". */
  readonly container: string;
  readonly seconds: number | null;
  readonly video: VideoText | null;
  readonly audio: readonly { readonly codec: string }[];
};

type VideoText = {
  readonly codec: string;
  readonly pixelFormat: string;
  /** Everything in brackets behind the pixel format: range, matrix/primaries/transfer. */
  readonly colours: string;
  /** Stored size, before rotation and pixel shape. */
  readonly width: number;
  readonly height: number;
  /** Width of a pixel divided by its height. */
  readonly pixelShape: number;
  readonly fps: number | null;
  /** Clockwise. */
  readonly rotation: number;
  readonly alphaMode: boolean;
};

/** FFmpeg prints two decimals of these. */
const PRINTED: Readonly<Record<number, number>> = { 23.98: 24000 / 1001, 29.97: 30000 / 1001, 59.94: 60000 / 1001 };

const STREAM = /^ {2}Stream #0:\d+.*?: (Video|Audio): (\S+?),? /;

function readVideo(line: string, below: string): VideoText {
  // blanks end the codec's own brackets; what follows is "pixelformat(colours), 320x180 [SAR 1:1 DAR 16:9]"
  const [, pixelFormat = '', colours = ''] = /, ([a-z][a-z0-9_]*)(?:\(([^)]*)\))?, \d+x\d+/.exec(line) ?? [];
  const [, width = '0', height = '0'] = /, (\d+)x(\d+)/.exec(line) ?? [];
  const [, across = '1', down = '1'] = /\bSAR (\d+):(\d+)/.exec(line) ?? [];
  const anticlockwise = Number(/rotation of (-?[\d.]+) degrees/.exec(below)?.[1] ?? 0);
  const fps = Number(/, ([\d.]+)k? fps\b/.exec(line)?.[1] ?? Number.NaN);
  return {
    codec: STREAM.exec(line)?.[2] ?? 'unknown',
    pixelFormat,
    colours,
    width: Number(width),
    height: Number(height),
    pixelShape: Number(across) > 0 && Number(down) > 0 ? Number(across) / Number(down) : 1,
    fps: Number.isFinite(fps) && fps > 0 ? (PRINTED[fps] ?? fps) : null,
    rotation: (((Math.round(-anticlockwise / 90) * 90) % 360) + 360) % 360,
    alphaMode: /^ +alpha_mode +: 1/im.test(below),
  };
}

/** Reads FFmpeg's description of its first input; null when it did not get as far as describing one. Cover pictures are not video. */
export function readFfmpegText(stderr: string): FfmpegText | null {
  const lines = stderr.split(/\r?\n/);
  const container = lines.map((line) => /^Input #0, (\S+), from /.exec(line)?.[1]).find((name) => name !== undefined);
  if (container === undefined) return null;
  const clock = lines.map((line) => /^ {2}Duration: (\d+):(\d+):([\d.]+)/.exec(line)).find((match) => match !== null);
  const streams = lines.flatMap((line, index) => {
    const kind = STREAM.exec(line)?.[1];
    if (kind === undefined || line.includes('(attached pic)')) return [];
    const length = lines.slice(index + 1).findIndex((next) => !next.startsWith('   '));
    return [{ kind, line, below: lines.slice(index + 1, length < 0 ? undefined : index + 1 + length).join('\n') }];
  });
  const video = streams.find(({ kind }) => kind === 'Video');
  return {
    container,
    seconds: clock ? Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]) : null,
    video: video ? readVideo(video.line, video.below) : null,
    audio: streams.filter(({ kind }) => kind === 'Audio').map(({ line }) => ({ codec: STREAM.exec(line)?.[2] ?? 'unknown' })),
  };
}
