import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { eq } from 'drizzle-orm';
import { Failure } from '../../shared/errors.ts';
import type { ReadDb } from '../store/handles.ts';
import { renders } from '../store/schema.ts';
import { hashFile } from '../files/hashFile.ts';

export type ProbeVideo = (path: string) => Promise<{ seconds: number; width: number; height: number }>;

export type Video = {
  readonly projectId: string | null;
  readonly renderId: string | null;
  readonly documentHash: string | null;
  readonly title: string;
  readonly videoPath: string;
  readonly videoHash: string;
  readonly videoBytes: number;
  readonly videoSeconds: number;
  readonly videoWidth: number;
  readonly videoHeight: number;
};

/** What a draft has before its film is chosen. */
export const noFilm: Video = {
  projectId: null,
  renderId: null,
  documentHash: null,
  title: '',
  videoPath: '',
  videoHash: '',
  videoBytes: 0,
  videoSeconds: 0,
  videoWidth: 0,
  videoHeight: 0,
};

const gone = (path: string, cause: unknown): Failure =>
  new Failure('NOT_FOUND', `There is no file at ${path}. No post was made.`, 'Choose the file again, or render the project once more.', {
    cause,
  });

/** The file a post is made from: a finished render, or a film from elsewhere. Throws NOT_FOUND, BAD_INPUT and what the probe throws. */
export async function findVideo(
  { read, probeVideo }: { read: ReadDb; probeVideo: ProbeVideo },
  { renderId, videoPath }: { renderId: string | undefined; videoPath: string | undefined },
): Promise<Video> {
  if ((renderId === undefined) === (videoPath === undefined)) {
    throw new Failure('BAD_INPUT', 'A post is made from a render or from a video file, one of the two.', 'Name one of them.');
  }
  if (videoPath !== undefined) {
    const path = resolve(videoPath);
    const found = await stat(path).catch((cause: unknown) => {
      throw gone(path, cause);
    });
    // A pipe or a device would be read for ever.
    if (!found.isFile()) throw new Failure('BAD_INPUT', `${path} is not a file. No post was made.`, 'Choose a finished video.');
    const { seconds, width, height } = await probeVideo(path);
    if (width === 0 || seconds === 0) {
      throw new Failure('MEDIA_UNSUPPORTED', `${basename(path)} has no moving picture. No post was made.`, 'Choose a finished video.');
    }
    const hash = await hashFile(path).catch((cause: unknown) => {
      throw gone(path, cause);
    });
    const source = { projectId: null, renderId: null, documentHash: null, title: basename(path, extname(path)).slice(0, 200) };
    return {
      ...source,
      videoPath: path,
      videoHash: hash,
      videoBytes: found.size,
      videoSeconds: seconds,
      videoWidth: width,
      videoHeight: height,
    };
  }
  const render = read
    .select()
    .from(renders)
    .where(eq(renders.id, renderId ?? ''))
    .get();
  if (render === undefined) throw new Failure('NOT_FOUND', 'This render does not exist. No post was made.', 'Render the project first.');
  if (render.state !== 'done' || render.path === null) {
    throw new Failure('BAD_INPUT', 'This render is not finished. No post was made.', 'Wait until it is done, or render again.');
  }
  const { path } = render;
  const hash = await hashFile(path).catch((cause: unknown) => {
    throw gone(path, cause);
  });
  return {
    projectId: render.projectId,
    renderId: render.id,
    documentHash: render.documentHash,
    title: render.title,
    videoPath: path,
    videoHash: hash,
    videoBytes: (await stat(path)).size,
    videoSeconds: render.seconds,
    videoWidth: render.width,
    videoHeight: render.height,
  };
}
