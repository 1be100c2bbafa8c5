import { basename, resolve } from 'node:path';
import type { Finding, Quality } from '../../shared/contract/renders.ts';
import { Failure } from '../../shared/errors.ts';
import { judgeCaptions, type Backdrop } from '../../shared/quality/judgeCaptions.ts';
import { judgeFile } from '../../shared/quality/judgeFile.ts';
import { judgePicture } from '../../shared/quality/judgePicture.ts';
import { judgePlatforms } from '../../shared/quality/judgePlatforms.ts';
import { judgeSound } from '../../shared/quality/judgeSound.ts';
import { scoreFindings } from '../../shared/quality/score.ts';
import type { VideoFacts } from '../../shared/quality/videoFacts.ts';
import { FfmpegFailed } from '../ffmpeg/runFfmpeg.ts';
import type { CheckRequest } from './checkRequest.ts';
import { measureVideo, type Measured } from './measureVideo.ts';
import { readMp4 } from './readMp4.ts';
import { readStreams, type Streams } from './readStreams.ts';
import { failUnreadable, requireBytes, requireMovingPicture, requireWhole } from './refuseFile.ts';
import { describeFrame, pixelsAround, sampleFrame } from './sampleFrame.ts';

/** Share of the length that must be readable for the rest to be judged at all. */
const READABLE = 0.9;
/** Captions looked at closely, spread over the video. */
const CAPTIONS_SAMPLED = 8;
const SAMPLE_SIDE = 540;

const order: Record<Finding['weight'], number> = { problem: 0, warning: 1, note: 2 };

async function openStreams(path: string, request: CheckRequest): Promise<Streams> {
  try {
    return await readStreams(path, request);
  } catch (error) {
    if (error instanceof FfmpegFailed) return failUnreadable(path, error);
    throw error;
  }
}

async function measure(path: string, streams: Streams, request: CheckRequest): Promise<Measured> {
  const { ffmpeg, signal, onProgress } = request;
  const total = streams.seconds ?? 0;
  const onReached = (seconds: number): void => onProgress?.(total > 0 ? Math.min(0.95, seconds / total) : 0);
  try {
    const measured = await measureVideo(path, { ffmpeg, signal, hasSound: streams.audioCodecs.length > 0, onReached });
    const cutOff = streams.seconds !== null && measured.decodeErrors > 0 && measured.seconds < streams.seconds * READABLE;
    if (measured.frames > 0 && !cutOff) return measured;
    const readable = measured.frames > 0 ? measured.seconds.toFixed(1) : '0';
    const message = `${basename(path)} is damaged: only ${readable} of its ${total.toFixed(1)} seconds can be read.`;
    throw new Failure('MEDIA_BROKEN', message, 'Export or copy it again from where it came.');
  } catch (error) {
    if (!(error instanceof FfmpegFailed)) throw error;
    throw new Failure('MEDIA_BROKEN', `${basename(path)} cannot be decoded.`, 'Export or copy it again from where it came.', {
      cause: error,
    });
  }
}

/** Looks at what is really behind the captions, at a few moments over the whole. */
async function sampleBackdrops(path: string, { width, height }: VideoFacts, request: CheckRequest): Promise<Backdrop[]> {
  const lines = request.captions?.lines ?? [];
  const count = Math.min(CAPTIONS_SAMPLED, lines.length);
  const scale = Math.min(1, SAMPLE_SIDE / Math.max(width, height));
  const size = { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)) };
  const backdrops: Backdrop[] = [];
  for (let index = 0; index < count; index++) {
    const line = lines[Math.floor(((index + 0.5) * lines.length) / count)];
    if (line === undefined) continue;
    const at = (line.start + line.end) / 2;
    const frame = await sampleFrame(path, { at, ...size, ffmpeg: request.ffmpeg, signal: request.signal });
    if (frame) backdrops.push({ at, pixels: pixelsAround(frame, line) });
  }
  return backdrops;
}

/**
 * Judges a finished video file: its coding, picture, sound, captions (when their places are known) and the platforms'
 * limits. Decodes it once at reduced size. Heaviest findings first; the score rule is in shared/quality/score.ts.
 * @throws Failure NOT_FOUND, MEDIA_EMPTY, MEDIA_BROKEN or MEDIA_UNSUPPORTED when there is no whole video to judge;
 * the signal's reason when aborted.
 */
export async function checkVideo(file: string, request: CheckRequest): Promise<Quality> {
  const path = resolve(file);
  const { ffmpeg, signal, expected, captions, platforms, madeFor, onProgress } = request;
  const bytes = await requireBytes(path);
  const layout = await readMp4(path);
  requireWhole(path, layout, bytes);
  const streams = await openStreams(path, request);
  const { video, audioCodecs, container } = streams;
  requireMovingPicture(path, container, video !== null, audioCodecs.length > 0);
  if (video === null) return failUnreadable(path, null);
  const measured = await measure(path, streams, request);
  const sideways = Math.abs(video.rotation) % 180 === 90;
  const first = await sampleFrame(path, { at: 0, width: 96, height: 96, ffmpeg, signal });
  const facts: VideoFacts = {
    ...measured,
    bytes,
    container,
    width: sideways ? video.height : video.width,
    height: sideways ? video.width : video.height,
    squarePixels: video.squarePixels,
    rotated: video.rotation !== 0,
    hdr: video.hdr,
    videoCodec: video.codec,
    profile: video.profile,
    pixelFormat: video.pixelFormat,
    mp4: layout,
    firstFrame: first ? describeFrame(first) : { mean: 0, spread: 0 },
    sound: measured.sound && { ...measured.sound, codec: audioCodecs[0] ?? '', tracks: audioCodecs.length },
  };
  const backdrops = await sampleBackdrops(path, facts, request);
  const findings = [
    ...judgeFile(facts, expected),
    ...judgePicture(facts, expected),
    ...judgeSound(facts, expected),
    ...(captions ? judgeCaptions({ ...captions, width: facts.width, height: facts.height, backdrops }, platforms, madeFor) : []),
    ...judgePlatforms(facts, platforms, madeFor),
  ].sort((a, b) => order[a.weight] - order[b.weight]);
  onProgress?.(1);
  return { score: scoreFindings(findings), findings };
}
