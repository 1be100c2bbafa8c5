import { z } from 'zod';
import { Id } from '../timeline/document.ts';
import { failsWith, Instant, procedure } from './base.ts';

export const Finding = z.object({
  code: z.string(),
  /** problem lowers the score and is worth mending; note does not. */
  weight: z.enum(['problem', 'warning', 'note']),
  message: z.string(),
  cure: z.string(),
  /** Seconds in the video it is about, if it is about a moment. */
  at: z.number().nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const Quality = z.object({ score: z.int().min(0).max(100), findings: z.array(Finding) });
export type Quality = z.infer<typeof Quality>;

export const Render = z.object({
  id: Id,
  projectId: Id,
  title: z.string(),
  /** Hash of the document that was rendered: equal to the project's hash while nothing was edited since. */
  documentHash: z.string(),
  format: z.string(),
  platforms: z.array(z.string()),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  jobId: z.int().nullable(),
  /** Final file; only set when state is done. */
  path: z.string().nullable(),
  bytes: z.int(),
  hash: z.string().nullable(),
  width: z.int(),
  height: z.int(),
  fps: z.int(),
  seconds: z.number(),
  encoder: z.string(),
  chunks: z.object({ total: z.int(), reused: z.int() }),
  quality: Quality.nullable(),
  problem: z.string().nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
});
export type Render = z.infer<typeof Render>;

export const Preview = z.object({
  projectId: Id,
  /** Hash of the document the file shows. */
  documentHash: z.string(),
  state: z.enum(['working', 'ready', 'failed', 'empty']),
  jobId: z.int().nullable(),
  /** Address below the media root: `preview/<projectId>/<documentHash>.mp4`. */
  media: z.string().nullable(),
  seconds: z.number(),
  problem: z.string().nullable(),
});
export type Preview = z.infer<typeof Preview>;

export const renders = {
  list: procedure
    .route({ method: 'GET', path: '/renders' })
    .input(z.object({ projectId: Id.optional() }))
    .output(z.array(Render)),
  get: procedure
    .route({ method: 'GET', path: '/renders/{renderId}' })
    .input(z.object({ renderId: Id }))
    .output(Render)
    .errors(failsWith('NOT_FOUND')),
  /** Queues one render per format; a finished one of the same document and format is answered again. */
  start: procedure
    .route({ method: 'POST', path: '/renders' })
    .input(z.object({ projectId: Id, formats: z.array(z.string()).min(1).max(8).optional(), out: z.string().optional() }))
    .output(z.array(Render))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'NOTHING_TO_RENDER', 'MEDIA_MISSING', 'FFMPEG_MISSING')),
  /** Makes sure a small render of the project as it is now exists or is on its way. */
  preview: procedure
    .route({ method: 'POST', path: '/projects/{projectId}/preview' })
    .input(z.object({ projectId: Id }))
    .output(Preview)
    .errors(failsWith('NOT_FOUND', 'MEDIA_MISSING')),
  /** What a render would do, before it starts: readable, comparable. */
  plan: procedure
    .route({ method: 'POST', path: '/projects/{projectId}/plan' })
    .input(z.object({ projectId: Id, format: z.string().optional() }))
    .output(z.object({ frames: z.int(), fps: z.int(), chunks: z.int(), leftOut: z.array(z.object({ clipId: Id, why: z.string() })) }))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT')),
  /** Judges any video file: format, picture, sound, captions, platform limits. */
  check: procedure
    .route({ method: 'POST', path: '/check' })
    .input(z.object({ path: z.string().optional(), renderId: Id.optional() }))
    .output(Quality)
    .errors(failsWith('NOT_FOUND', 'MEDIA_EMPTY', 'MEDIA_BROKEN', 'MEDIA_UNSUPPORTED', 'FFMPEG_MISSING')),
};
