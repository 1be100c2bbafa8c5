import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Asset } from './assets.ts';
import { procedure } from './base.ts';
import { Channel, LimitState, SignIn } from './channels.ts';
import { Job } from './jobs.ts';
import { Post } from './posts.ts';
import { ProjectSummary } from './projects.ts';
import { Preview, Render } from './renders.ts';
import { Evergreen, Feed } from './schedule.ts';
import { Settings } from './settings.ts';

/** Main pushes the whole new value of whatever changed; a window keeps the last one of each id. */
export const Change = z.discriminatedUnion('topic', [
  z.object({ topic: z.literal('asset'), value: Asset, removed: z.boolean() }),
  z.object({ topic: z.literal('project'), value: ProjectSummary, removed: z.boolean() }),
  z.object({ topic: z.literal('job'), value: Job }),
  z.object({ topic: z.literal('render'), value: Render }),
  z.object({ topic: z.literal('preview'), value: Preview }),
  z.object({ topic: z.literal('post'), value: Post }),
  z.object({ topic: z.literal('channel'), value: Channel }),
  z.object({ topic: z.literal('sign-in'), value: SignIn }),
  /** At most once a second. */
  z.object({ topic: z.literal('limits'), value: z.array(LimitState) }),
  z.object({ topic: z.literal('evergreen'), value: Evergreen, removed: z.boolean() }),
  z.object({ topic: z.literal('feed'), value: Feed, removed: z.boolean() }),
  z.object({ topic: z.literal('settings'), value: Settings }),
  z.object({ topic: z.literal('paused'), value: z.object({ paused: z.boolean() }) }),
  /** Sent at once and every 20 s, so that a window notices a dead link. */
  z.object({ topic: z.literal('alive'), value: z.object({ at: z.string() }) }),
]);
export type Change = z.infer<typeof Change>;

export const changes = {
  follow: procedure.route({ method: 'GET', path: '/changes' }).output(eventIterator(Change)),
};
