import { z } from 'zod';

/** What the pre-flight check found wrong with a post, while there is time to mend it. */
export const Finding = z.object({
  code: z.string(),
  /** true: as it is, it will not go out. false: it will, but the creator should know. */
  stops: z.boolean(),
  message: z.string(),
  cure: z.string(),
  /** What the window can offer at once. */
  fix: z.enum(['sign-in', 'keys', 'edit-words', 'edit-options', 'render-again', 'choose-film', 'move', 'free-disk']).nullable(),
});
export type Finding = z.infer<typeof Finding>;
