import type { Stats } from 'node:fs';
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

type Wish = { readonly renderId: string | undefined; readonly videoPath: string | undefined };
type Needs = { readonly read: ReadDb; readonly probeVideo: ProbeVideo };

/** The file a post is made from: a finished render, or a film from elsewhere. Throws NOT_FOUND, BAD_INPUT and what the probe throws. */
export async function findVideo(needs: Needs, wish: Wish): Promise<Video> {
  const film = await findFilm(needs, wish);
  const videoHash = await hashFile(film.videoPath).catch((cause: unknown) => {
    throw gone(film.videoPath, cause);
  });
  return { ...film, videoHash };
}

/** As `findVideo`, without reading the whole file: whoever is writing a caption asks again and again. */
export async function findFilm({ read, probeVideo }: Needs, { renderId, videoPath }: Wish): Promise<Omit<Video, 'videoHash'>> {
  if ((renderId === undefined) === (videoPath === undefined)) {
    throw new Failure('BAD_INPUT', 'A post is made from a render or from a video file, one of the two.', 'Name one of them.');
  }
  if (videoPath !== undefined) {
    const path = resolve(videoPath);
    const found = await look(path);
    // A pipe or a device would be read for ever.
    if (!found.isFile()) throw new Failure('BAD_INPUT', `${path} is not a file. No post was made.`, 'Choose a finished video.');
    const { seconds, width, height } = await probeVideo(path);
    if (width === 0 || seconds === 0) {
      throw new Failure('MEDIA_UNSUPPORTED', `${basename(path)} has no moving picture. No post was made.`, 'Choose a finished video.');
    }
    const source = { projectId: null, renderId: null, documentHash: null, title: basename(path, extname(path)).slice(0, 200) };
    return { ...source, videoPath: path, videoBytes: found.size, videoSeconds: seconds, videoWidth: width, videoHeight: height };
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
  return {
    projectId: render.projectId,
    renderId: render.id,
    documentHash: render.documentHash,
    title: render.title,
    videoPath: render.path,
    videoBytes: (await look(render.path)).size,
    videoSeconds: render.seconds,
    videoWidth: render.width,
    videoHeight: render.height,
  };
}

async function look(path: string): Promise<Stats> {
  return stat(path).catch((cause: unknown) => {
    throw gone(path, cause);
  });
}
