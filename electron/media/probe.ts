import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import { FfmpegFailed, runFfmpeg } from '../ffmpeg/runFfmpeg.ts';
import { measureTracks, type Measured } from './measureTracks.ts';
import { readFfmpegText, type FfmpegText } from './readFfmpegText.ts';

export type Probe = {
  readonly kind: 'video' | 'audio' | 'image';
  readonly container: string;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  /** Seconds that can be read; 0 for a picture. */
  readonly seconds: number;
  /** Upright, with square pixels; 0 without picture. */
  readonly width: number;
  readonly height: number;
  readonly fps: number | null;
  readonly variableRate: boolean;
  /** Clockwise degrees a decoder turns the picture by. */
  readonly rotation: number;
  readonly transfer: 'none' | 'pq' | 'hlg';
  readonly matrix: 'bt709' | 'bt601' | null;
  readonly bitDepth: number;
  readonly alpha: boolean;
  /** Seconds before the first moment shown, as stored in the file. */
  readonly startOffset: number;
  readonly audioTracks: number;
  /** Cannot be cut to the frame as it is: a copy in another container is made for rendering. */
  readonly remux: boolean;
  /** What the creator may want to know. */
  readonly notes: readonly string[];
};

type Tools = { readonly ffmpeg: Pick<Ffmpeg, 'path'>; readonly signal: AbortSignal };

/** FFmpeg also opens play lists and scripts that name other files, even on the network. Those are not recordings. */
const CONTAINERS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mp3,wav,w64,aiff,flac,ogg,aac,ac3,eac3,avi,flv,mpegts,mpeg,mpegvideo,asf,amr,caf,dv,mxf,' +
  'png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,tiff_pipe,gif';

/** FFmpeg's name, then ours for people, then the endings such files have. */
const NAMES: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^mov,mp4/, 'MP4/MOV', ['mp4', 'mov', 'm4v', 'm4a', 'm4b', 'qt', '3gp', '3g2']],
  [/^matroska/, 'Matroska/WebM', ['mkv', 'webm', 'mka', 'mk3d']],
  [/^mp3/, 'MP3', ['mp3']],
  [/^wav|^w64/, 'WAV', ['wav', 'w64', 'wave']],
  [/^aiff/, 'AIFF', ['aif', 'aiff', 'aifc']],
  [/^flac/, 'FLAC', ['flac']],
  [/^ogg/, 'Ogg', ['ogg', 'oga', 'ogv', 'opus']],
  [/^aac/, 'AAC', ['aac']],
  [/^avi/, 'AVI', ['avi']],
  [/^flv/, 'FLV', ['flv', 'f4v']],
  [/^mpegts/, 'MPEG-TS', ['ts', 'mts', 'm2ts', 'm2t']],
  [/^mpeg/, 'MPEG', ['mpg', 'mpeg', 'vob']],
  [/^asf/, 'WMV/WMA', ['wmv', 'wma', 'asf']],
  [/^png_pipe/, 'PNG', ['png']],
  [/^jpeg_pipe/, 'JPEG', ['jpg', 'jpeg', 'jpe', 'jfif']],
  [/^webp_pipe/, 'WebP', ['webp']],
  [/^bmp_pipe/, 'BMP', ['bmp']],
  [/^tiff_pipe/, 'TIFF', ['tif', 'tiff']],
  [/^gif/, 'GIF', ['gif']],
];

/** Pictures are told by their first bytes: by its ending FFmpeg would take "50%.jpg" for a pattern of many files. */
async function pictureFormat(path: string): Promise<string | null> {
  await using file = await open(path, 'r');
  const { buffer } = await file.read(Buffer.alloc(16), 0, 16, 0);
  if (buffer.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return 'png_pipe';
  if (buffer.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg_pipe';
  if (buffer.toString('latin1', 0, 4) === 'RIFF' && buffer.toString('latin1', 8, 12) === 'WEBP') return 'webp_pipe';
  return buffer.toString('latin1', 0, 2) === 'BM' ? 'bmp_pipe' : null;
}

async function describe(args: readonly string[], { ffmpeg, signal }: Tools): Promise<string> {
  try {
    return (await runFfmpeg(ffmpeg, { args, signal })).stderr;
  } catch (error) {
    if (error instanceof FfmpegFailed) return error.exit.stderr; // with no output named it always ends with an error
    throw error;
  }
}

/** Seconds of one stream that are really in the file: every packet is read, none is decoded. */
async function readableSeconds(path: string, stream: 'v' | 'a', fps: number | null, { ffmpeg, signal }: Tools): Promise<number> {
  let microseconds = 0;
  try {
    await runFfmpeg(ffmpeg, {
      args: ['-v', 'error', '-i', path, '-map', `0:${stream}:0`, '-c', 'copy', '-f', 'null', '-'],
      signal,
      onProgress: (at) => (microseconds = Math.max(microseconds, at.microseconds)),
    });
  } catch (error) {
    if (!(error instanceof FfmpegFailed)) throw error; // how far it came is the answer
  }
  return microseconds === 0 ? 0 : microseconds / 1e6 + (fps === null ? 0 : 1 / fps);
}

function transferOf(colours: string): Probe['transfer'] {
  if (colours.includes('smpte2084')) return 'pq';
  return colours.includes('arib-std-b67') ? 'hlg' : 'none';
}

function matrixOf(colours: string): Probe['matrix'] {
  const matrix = colours.split(',').at(-1)?.trim().split('/')[0] ?? '';
  const named = colours.split(/[,/\s]+/);
  if (matrix.startsWith('bt709') || (named.includes('bt709') && !named.includes('smpte170m'))) return 'bt709';
  return /smpte170m|bt470bg|bt601/.test(matrix) ? 'bt601' : null;
}

const bitDepthOf = (pixelFormat: string): number =>
  Number(/(?:p|y|gray|x2rgb|x2bgr)(9|10|12|14|16)(?:le|be)?$/.exec(pixelFormat)?.[1] ?? 8);

const hasAlpha = (pixelFormat: string): boolean => /^(rgba|bgra|argb|abgr|yuva|ya\d|pal8|gbrap)/.test(pixelFormat);

/** "12.3" */
const short = (seconds: number): string => String(Math.round(seconds * 10) / 10);

function refuse(path: string, measured: Measured | null, stderr: string): Failure {
  const name = basename(path);
  if (stderr.includes('not on whitelist'))
    return new Failure(
      'MEDIA_UNSUPPORTED',
      `${name} is not a recording but a list or script that names other files.`,
      'Import the recording itself.',
    );
  if (measured === null || measured.known)
    return new Failure(
      'MEDIA_BROKEN',
      `${name} cannot be played: it has no index. The recording was never finished, or the copy was cut short.`,
      'Copy the file again from where it was made, or repair it with the app that recorded it.',
    );
  return new Failure(
    'MEDIA_UNSUPPORTED',
    `${name} is not a video, sound or picture the studio can read.`,
    'Use MP4, MOV, MKV, WebM, MP3, WAV, M4A, PNG or JPEG.',
  );
}

function noteMislabelled(path: string, container: string): string[] {
  const ending = extname(path).slice(1).toLowerCase();
  const found = NAMES.find(([pattern]) => pattern.test(container));
  const claims = NAMES.find(([, , endings]) => endings.includes(ending));
  if (!found || !claims || found === claims) return [];
  return [`The file is called .${ending} but holds ${found[1]}. It was read by what it holds.`];
}

async function probePicture(path: string, format: string, tools: Tools): Promise<Probe> {
  // decoding the one frame tells the size after EXIF rotation, and that it can be decoded at all
  const stderr = await describe(['-f', format, '-i', path, '-frames:v', '1', '-f', 'null', '-'], tools);
  const [input = '', output = ''] = stderr.split(/^Output #0/m);
  const text = readFfmpegText(input);
  const [, width = '0', height = '0'] = /, (\d+)x(\d+)/.exec(output) ?? [];
  const frames = Number(/frame= *(\d+)/.exec(output)?.[1] ?? 0);
  if (!text?.video || frames < 1 || width === '0')
    throw new Failure('MEDIA_BROKEN', `${basename(path)} is a damaged picture.`, 'Copy or save it again from where it was made.');
  const damaged = /error|invalid|overread|truncat|incomplete/i.test(output);
  return {
    kind: 'image',
    container: format.replace('_pipe', ''),
    videoCodec: text.video.codec,
    audioCodec: null,
    seconds: 0,
    width: Number(width),
    height: Number(height),
    fps: null,
    variableRate: false,
    rotation: 0,
    transfer: 'none',
    matrix: null,
    bitDepth: bitDepthOf(text.video.pixelFormat),
    alpha: hasAlpha(text.video.pixelFormat),
    startOffset: 0,
    audioTracks: 0,
    remux: false,
    notes: [...noteMislabelled(path, format), ...(damaged ? ['Part of this picture is damaged.'] : [])],
  };
}

/** Measured: transport streams miss frames after a seek, and AVI stores H.264 without the order its pictures are shown in. */
const cannotSeekExactly = (container: string, codec: string): boolean =>
  /^(mpegts|mpeg|mpegvideo|asf)\b/.test(container) || (container === 'avi' && /^(h264|hevc)$/.test(codec));

function uprightSize(video: NonNullable<FfmpegText['video']>): { width: number; height: number } {
  const width = Math.round(video.width * video.pixelShape);
  return video.rotation % 180 === 0 ? { width, height: video.height } : { width: video.height, height: width };
}

/**
 * Looks into a media file without changing it: mediabunny for lengths and rates, FFmpeg for codecs and colours.
 * A file whose end is missing is accepted as far as it goes, with a note.
 * @throws Failure MEDIA_BROKEN, MEDIA_UNSUPPORTED with a sentence for people.
 */
export async function probe(path: string, tools: Tools): Promise<Probe> {
  const picture = await pictureFormat(path);
  if (picture !== null) return probePicture(path, picture, tools);
  const measured = await measureTracks(path).catch(() => null); // damaged in a way it cannot follow: FFmpeg forgives more
  const stderr = await describe(['-format_whitelist', CONTAINERS, '-i', path], tools);
  const text = readFfmpegText(stderr);
  if (!text || (measured?.known === true && measured.tracks === 0)) throw refuse(path, measured, stderr);
  const { video, audio } = text;
  if (!video && audio.length === 0)
    throw new Failure('MEDIA_UNSUPPORTED', `${basename(path)} has neither picture nor sound.`, 'Choose a video, sound or picture file.');
  const own = measured?.known === true ? measured : null;
  const fps = video ? (own?.rate?.fps ?? video.fps) : null;
  const promised = own ? Math.max(own.promised ?? 0, own.seconds) : (text.seconds ?? 0);
  const doubtful = own === null || own.cut || own.seconds <= 0 || (own.promised !== null && own.seconds < own.promised - 0.3);
  const readable = doubtful ? await readableSeconds(path, video ? 'v' : 'a', fps, tools) : own.seconds;
  if (readable < 0.04) {
    throw new Failure(
      'MEDIA_BROKEN',
      `Nothing of ${basename(path)} can be played; the copy was cut short or is damaged.`,
      'Copy the file again from where it was made.',
    );
  }
  const cut = doubtful && promised > 0 && readable < promised - 0.3;
  const notes = noteMislabelled(path, text.container);
  if (cut) notes.push(`Only the first ${short(readable)} of ${short(promised)} seconds can be read; the file was cut short.`);
  if (audio.length > 1) notes.push(`The recording has ${audio.length} sound tracks; the first is used.`);
  const size = video ? (own?.picture ?? uprightSize(video)) : { width: 0, height: 0 };
  return {
    kind: video ? 'video' : 'audio',
    container: own?.format ?? NAMES.find(([pattern]) => pattern.test(text.container))?.[1] ?? text.container,
    videoCodec: video?.codec ?? null,
    audioCodec: audio[0]?.codec ?? null,
    // the length FFmpeg found and the one it could copy differ by rounding when nothing is missing
    seconds: cut || promised === 0 ? readable : own && !doubtful ? own.seconds : promised,
    width: size.width,
    height: size.height,
    fps,
    variableRate: own?.rate?.variable ?? false,
    rotation: own?.picture?.rotation ?? video?.rotation ?? 0,
    transfer: transferOf(video?.colours ?? ''),
    matrix: matrixOf(video?.colours ?? ''),
    bitDepth: bitDepthOf(video?.pixelFormat ?? ''),
    alpha: hasAlpha(video?.pixelFormat ?? '') || (video?.alphaMode ?? false),
    startOffset: own?.startOffset ?? 0,
    audioTracks: audio.length,
    remux: video !== null && cannotSeekExactly(text.container, video.codec),
    notes,
  };
}
