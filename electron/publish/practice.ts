import { mkdirSync } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PracticeSettings } from '../../shared/contract/channels.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import type { MetricReading, MetricsReader, Outgoing, PublisherAdapter, UploadTools } from './adapter.ts';
import { practiceNumbers } from './practiceNumbers.ts';
import { openPracticeStore, type PracticeUpload } from './practiceStore.ts';

const Ref = z.object({ uploadId: z.string() });
const CHUNKS = 20;
const SMALLEST_CHUNK = 64 * 1024;
const BUSY_MS = 2_000;

export type PracticeNeeds = {
  readonly home: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Resolves after `ms`; rejects when `signal` aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly settings: () => PracticeSettings;
};

export type PracticePost = {
  readonly id: string;
  /** The studio's post this was uploaded for, as a real platform would keep a caller's reference. */
  readonly postId: string;
  readonly title: string;
  readonly caption: string;
  /** Absolute path of the platform's own copy of the film. */
  readonly videoFile: string;
  readonly at: Date;
  readonly metrics: MetricReading;
};

/** The built-in platform that needs no keys: as slow, busy, forgetful and picky as its settings say. */
export type Practice = PublisherAdapter &
  MetricsReader & {
    /** What a visitor sees at `/practice/posts/<id>`; null while nothing is public there. */
    readonly page: (id: string) => PracticePost | null;
    /** Every upload that was made public, oldest first; `repeats` counts the times that was asked for once more. */
    readonly published: () => PracticeUpload[];
    readonly close: () => void;
  };

export function openPractice({ home, now, newId, random, sleep, settings }: PracticeNeeds): Practice {
  const folder = join(home, 'practice');
  const store = openPracticeStore(folder);
  const films = join(folder, 'films');
  mkdirSync(films, { recursive: true });
  const filmOf = (uploadId: string): string => join(films, `${uploadId}.mp4`);

  const happens = (share: number): boolean => random() < share;
  const inMs = (ms: number): Date => new Date(now().getTime() + ms);
  const trouble = (): void => {
    const { busyShare, failShare } = settings();
    if (happens(busyShare)) {
      const reason = 'Practice is busy and asks to wait.';
      throw new PublishFailed({ kind: 'wait', until: inMs(BUSY_MS), reason, code: 'PRACTICE_BUSY' });
    }
    if (happens(failShare)) {
      const reason = 'The connection to Practice broke.';
      throw new PublishFailed({ kind: 'wait', until: inMs(BUSY_MS / 2), reason, code: 'PRACTICE_OUTAGE' });
    }
  };

  const begin = ({ postId, file, words }: Outgoing): PracticeUpload =>
    store.begin({
      id: newId(),
      postId,
      ...words,
      fileHash: file.hash,
      bytes: file.bytes,
      refusal: happens(settings().rejectShare) ? 'Practice does not accept this video (it was told to refuse some).' : null,
    });

  /** Copies what is missing, chunk by chunk; the offset is noted after the bytes, so it never claims too much. */
  const receive = async (upload: PracticeUpload, { file }: Outgoing, { progress, signal }: UploadTools): Promise<void> => {
    const part = join(films, `${upload.id}.part`);
    const chunk = Math.max(SMALLEST_CHUNK, Math.ceil(file.bytes / CHUNKS));
    const pauseMs = (settings().uploadSeconds * 1000) / Math.max(1, Math.ceil(file.bytes / chunk));
    const there = await stat(part).catch(() => null); // not there is an answer like any other
    const known = there === null || there.size < upload.received ? 0 : upload.received;
    await using source = await open(file.path, 'r');
    await using target = await open(part, known === 0 ? 'w' : 'r+');
    for (let offset = known; offset < file.bytes;) {
      signal.throwIfAborted();
      await sleep(pauseMs, signal);
      trouble();
      const { bytesRead, buffer } = await source.read(Buffer.alloc(Math.min(chunk, file.bytes - offset)), 0, null, offset);
      if (bytesRead === 0) throw new Error(`${file.path} became shorter while it was sent`);
      await target.write(buffer, 0, bytesRead, offset);
      offset += bytesRead;
      store.receive(upload.id, offset);
      progress(offset / file.bytes);
    }
    await target.sync();
  };

  const isWhole = async (upload: PracticeUpload): Promise<boolean> => {
    const film = await stat(filmOf(upload.id)).catch(() => null); // not there is an answer like any other
    return film !== null && film.size === upload.bytes;
  };

  const isSame = ({ fileHash, title, caption }: PracticeUpload, { file, words }: Outgoing): boolean =>
    fileHash === file.hash && title === words.title && caption === words.caption;

  return {
    platform: 'practice',
    releaseWithinMs: 2_000,

    async upload(post, known, tools) {
      trouble();
      const before = known === null ? null : store.find(Ref.parse(known).uploadId);
      const fits = before !== null && isSame(before, post);
      const upload = fits ? before : begin(post);
      tools.save({ uploadId: upload.id });
      if (upload.readyAt !== null) return { uploadId: upload.id };
      if (!(await isWhole(upload))) {
        await receive(upload, post, tools);
        await rename(join(films, `${upload.id}.part`), filmOf(upload.id));
      }
      store.finish(upload.id, inMs((settings().processingSeconds * 1000) / 2).getTime());
      return { uploadId: upload.id };
    },

    async look(_post, known) {
      trouble();
      const upload = store.find(Ref.parse(known).uploadId);
      if (upload === null || upload.readyAt === null) return { seen: 'nothing' };
      const at = now().getTime();
      if (at < upload.readyAt) return { seen: 'processing', askAt: new Date(upload.readyAt) };
      if (upload.refusal !== null) return { seen: 'refused', reason: upload.refusal, code: 'PRACTICE_REFUSED' };
      if (upload.publicAt === null) return { seen: 'ready' };
      if (at < upload.publicAt) return { seen: 'processing', askAt: new Date(upload.publicAt) };
      return { seen: 'public', remoteId: upload.id, url: `/practice/posts/${upload.id}` };
    },

    async release(_post, known) {
      trouble();
      const { loseAnswerShare, processingSeconds } = settings();
      const { uploadId } = Ref.parse(known);
      const upload = store.find(uploadId);
      const at = now().getTime();
      if (upload === null || upload.readyAt === null || upload.refusal !== null) {
        throw new PublishFailed({ kind: 'rejected', reason: 'Practice knows no such finished upload.', code: 'PRACTICE_NO_UPLOAD' });
      }
      if (at < upload.readyAt) {
        const reason = 'Practice is still looking at the video.';
        throw new PublishFailed({ kind: 'wait', until: new Date(upload.readyAt), reason, code: 'PRACTICE_NOT_READY' });
      }
      const lost = happens(loseAnswerShare);
      const lostAnswer = new PublishFailed({ kind: 'outcome-unknown', askAt: inMs(BUSY_MS / 2) });
      if (lost && happens(0.5)) throw lostAnswer; // the question never arrived
      if (!store.publish(uploadId, { releasedAt: at, publicAt: at + (processingSeconds * 1000) / 2 })) {
        throw new PublishFailed({ kind: 'rejected', reason: 'Practice has published this upload already.', code: 'PRACTICE_REPEAT' });
      }
      if (lost) throw lostAnswer;
      return { uploadId };
    },

    async readMetrics(remoteId) {
      trouble();
      const upload = store.find(remoteId);
      if (upload === null || upload.publicAt === null) {
        throw new PublishFailed({ kind: 'rejected', reason: 'Practice has no such post.', code: 'PRACTICE_NO_POST' });
      }
      return practiceNumbers(upload.id, upload.publicAt, now().getTime());
    },

    page(id) {
      const upload = store.find(id);
      if (upload === null || upload.publicAt === null || upload.publicAt > now().getTime()) return null;
      const { postId, title, caption, publicAt } = upload;
      const metrics = practiceNumbers(id, publicAt, now().getTime());
      return { id, postId, title, caption, videoFile: filmOf(id), at: new Date(publicAt), metrics };
    },
    published: () => store.published(),
    close: () => store.close(),
  };
}
