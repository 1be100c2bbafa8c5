import { z } from 'zod';
import { Id } from '../timeline/document.ts';
import { failsWith, procedure } from './base.ts';
import { ProjectState } from './projects.ts';

/** A stretch of a recording that could stand alone. Times in seconds of the recording, score 0–100. */
export const ClipCandidate = z.object({
  start: z.number(),
  end: z.number(),
  score: z.number(),
  /** Why it was chosen, for people, strongest first. */
  reasons: z.array(z.string()),
  title: z.string(),
});
export type ClipCandidate = z.infer<typeof ClipCandidate>;

export const clips = {
  /** Best first. Works with a transcript (sentences) and without (pauses and energy). */
  suggest: procedure
    .route({ method: 'POST', path: '/clips/suggest' })
    .input(
      z.object({
        assetId: Id,
        count: z.int().min(1).max(50).default(5),
        min: z.number().min(1).max(600).default(15),
        max: z.number().min(1).max(600).default(60),
      }),
    )
    .output(z.array(ClipCandidate))
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'MEDIA_UNSUPPORTED')),
  /** Makes one project from one stretch, with captions in the named style. */
  toProject: procedure
    .route({ method: 'POST', path: '/clips/to-project' })
    .input(
      z.object({
        assetId: Id,
        start: z.number(),
        end: z.number(),
        title: z.string().max(200),
        style: z.string().optional(),
        format: z.string().default('9:16'),
      }),
    )
    .output(ProjectState)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT')),
};
