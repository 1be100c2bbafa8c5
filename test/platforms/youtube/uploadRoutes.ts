import { createHash, randomBytes } from 'node:crypto';
import type { Question, Reply, Route, SimulatorClock } from '../kit/openSimulator.ts';
import type { Account } from './accounts.ts';
import { isReply, OPENS, type Desk } from './desk.ts';
import { BORDER, FilmReceiver } from './receiveFilm.ts';
import { refuse } from './reply.ts';
import type { YoutubeSwitches } from './switches.ts';
import { isRefusal, readSnippet, readStatus, type Snippet, type Status } from './videoRules.ts';
import type { Video, Videos } from './videos.ts';

type Session = {
  readonly account: Account;
  readonly snippet: Snippet;
  readonly status: Status;
  readonly paidPlacement: boolean;
  readonly notifySubscribers: boolean;
  readonly openedAt: number;
  readonly film: FilmReceiver;
  total: number | null;
  video: Video | null;
};

type World = {
  readonly videos: Videos;
  readonly desk: Desk;
  readonly switches: YoutubeSwitches;
  readonly clock: SimulatorClock;
  readonly render: (video: Video) => object;
  readonly warnings: string[];
  /** Where and how much every question about bytes sent. */
  readonly pieces: { from: number; bytes: number }[];
};

const PATH = '/upload/youtube/v3/videos';
const DAY_MS = 86_400_000;

/** Resumable uploads and custom pictures. */
export function uploadRoutes({ videos, desk, switches, clock, render, warnings, pieces }: World): Route[] {
  const sessions = new Map<string, Session>();

  const start = async (question: Question): Promise<Reply> => {
    const account = desk.identify(question, OPENS.upload);
    if (isReply(account)) return account;
    const noQuota = desk.spendUpload();
    if (noQuota !== null) return noQuota;
    if (!desk.hasChannel(account)) return refuse(401, 'youtubeSignupRequired', 'Unauthorized');
    if (question.url.searchParams.get('uploadType') !== 'resumable') return refuse(400, 'badRequest', 'uploadType must be resumable here.');
    const parts = (question.url.searchParams.get('part') ?? '').split(',');
    const body = await question.json();
    const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    for (const part of Object.keys(given)) if (!parts.includes(part)) return refuse(400, 'unexpectedPart', `'${part}' is not a part.`);
    const snippet = readSnippet(given['snippet']);
    if (isRefusal(snippet)) return snippet;
    const status = readStatus(given['status'], { switches, isPublished: false });
    if (isRefusal(status)) return status;
    const today = videos.of(account).filter(({ uploadedAt }) => uploadedAt > clock.now() - DAY_MS);
    if (today.length >= switches.channelUploadsPerDay) {
      return refuse(400, 'uploadLimitExceeded', 'The user has exceeded the number of videos they may upload.');
    }
    for (const name of ['x-upload-content-length', 'x-upload-content-type']) {
      if (question.headers[name] === undefined) warnings.push(`started without ${name}`);
    }
    const length = question.headers['x-upload-content-length'];
    const id = randomBytes(24).toString('base64url'); // opens this upload and nothing else
    const paid = given['paidProductPlacementDetails'];
    sessions.set(id, {
      account,
      snippet,
      status,
      paidPlacement:
        typeof paid === 'object' && paid !== null && 'hasPaidProductPlacement' in paid && paid.hasPaidProductPlacement === true,
      notifySubscribers: question.url.searchParams.get('notifySubscribers') !== 'false',
      openedAt: clock.now(),
      film: new FilmReceiver(),
      total: length === undefined ? null : Number(length),
      video: null,
    });
    const location = `http://${question.headers['host']}${PATH}?uploadType=resumable&upload_id=${encodeURIComponent(id)}`;
    return { status: 200, headers: { location } };
  };

  const standing = ({ film, video }: Session): Reply => {
    if (video !== null) return { status: switches.doneStatus, body: render(video) };
    return { status: 308, headers: film.held === 0 ? {} : { range: `bytes=0-${film.held - 1}` } };
  };

  const receive = async (question: Question): Promise<Reply> => {
    if (switches.bytesNeedToken) {
      const account = desk.identify(question, OPENS.upload);
      if (isReply(account)) return account;
    }
    const session = sessions.get(question.url.searchParams.get('upload_id') ?? '');
    if (session === undefined || clock.now() - session.openedAt > switches.sessionLifeMs) {
      return { status: switches.goneStatus, body: 'Not Found' };
    }
    const range = question.headers['content-range'];
    const length = Number(question.headers['content-length'] ?? '0');
    const asked = /^bytes \*\/(\d+|\*)$/.exec(range ?? '');
    if (asked !== null) return standing(session);
    if (session.video !== null) return standing(session);
    const given = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range ?? '');
    if (range !== undefined && given === null) return refuse(400, 'badRequest', 'Failed to parse Content-Range header.');
    const [from, to, total] = given === null ? [0, length - 1, length] : [Number(given[1]), Number(given[2]), Number(given[3])];
    if (to - from + 1 !== length) return refuse(400, 'badRequest', 'Content-Range does not match Content-Length.');
    if (session.total !== null && session.total !== total) return refuse(400, 'badRequest', 'The size differs from what was announced.');
    if (from > session.film.held) return refuse(400, 'badRequest', 'Bytes are missing before this chunk.');
    if (to + 1 < total && length % BORDER !== 0) return refuse(400, 'badRequest', 'Chunk size must be a multiple of 262144.');
    session.total = total;
    pieces.push({ from, bytes: length });
    const most = switches.keepsBytes ?? Number.POSITIVE_INFINITY;
    const isWhole = await session.film.take(question.stream(), { skip: session.film.held - from, most });
    if (isWhole && session.film.held === total) {
      if (total === 0) return refuse(400, 'mediaBodyRequired', 'The request does not include the video content.');
      const { account, snippet, status, paidPlacement, notifySubscribers, film } = session;
      session.video = videos.add({ account, snippet, status, paidPlacement, notifySubscribers, bytes: total, filmHash: film.hash() });
    }
    return standing(session);
  };

  const setThumbnail = async (question: Question): Promise<Reply> => {
    const account = desk.identify(question, OPENS.upload);
    if (isReply(account)) return account;
    const noQuota = desk.spendUnits(50);
    if (noQuota !== null) return noQuota;
    const video = videos.find(question.url.searchParams.get('videoId') ?? '');
    if (video === null || video.account !== account) return refuse(404, 'videoNotFound', 'The video cannot be found.');
    if (switches.thumbnails === 'busy')
      return refuse(429, 'uploadRateLimitExceeded', 'The channel has uploaded too many thumbnails recently.');
    if (switches.thumbnails === 'unverified') {
      return refuse(403, 'forbidden', "The authenticated user doesn't have permissions to upload and set custom video thumbnails.");
    }
    // before that, a Short takes no picture
    if (videos.processingOf(video).processingStatus !== 'succeeded') return refuse(400, 'invalidImage', 'The video is still processed.');
    const image = await question.body();
    if (image.length === 0) return refuse(400, 'mediaBodyRequired', 'The request does not include the image content.');
    const isPicture = image.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) || image.subarray(1, 4).toString() === 'PNG';
    if (!isPicture) return refuse(400, 'invalidImage', 'The provided image content is invalid.');
    video.thumbnail = createHash('sha256').update(image).digest('hex');
    return { status: 200, body: { kind: 'youtube#thumbnailSetResponse', items: [{ default: { url: 'https://i.ytimg.com/x.jpg' } }] } };
  };

  return [
    { method: 'POST', path: PATH, name: 'start', answer: start },
    { method: 'PUT', path: PATH, name: 'bytes', answer: receive },
    { method: 'POST', path: '/upload/youtube/v3/thumbnails/set', name: 'thumbnail', answer: setThumbnail },
  ];
}
