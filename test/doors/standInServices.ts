import { createChangeBus, type ChangeBus } from '../../electron/changes.ts';
import type { Services } from '../../electron/services.ts';
import type { Channel } from '../../shared/contract/channels.ts';
import { Failure } from '../../shared/errors.ts';
import { defaultPlan } from '../../shared/schedule/plan.ts';

export const practice: Channel = {
  id: 'practice',
  platform: 'practice',
  name: 'Practice',
  handle: '',
  standing: 'ready',
  paused: false,
  reason: null,
  notes: [],
  signInEndsAt: null,
  defaults: { platform: 'practice' },
  plan: defaultPlan,
};

const empty = (): never => {
  throw new Failure('NOT_FOUND', 'There is no such thing.', 'Look at the list.');
};

/** A feature whose every procedure says "not found", so that a test writes only what it needs. */
function emptyFeature<Feature extends object>(own: Partial<Feature>): Feature {
  return new Proxy(own, { get: (target, name) => Reflect.get(target, name) ?? empty }) as Feature;
}

/** Services that hold nothing, with the parts a test gives. */
export function standInServices(
  parts: { [Feature in keyof Services]?: Partial<Services[Feature]> } = {},
  bus: ChangeBus = createChangeBus(),
): Services {
  return {
    assets: emptyFeature(parts.assets ?? {}),
    changes: { follow: (_input, { signal }) => bus.follow(signal), ...parts.changes },
    channels: emptyFeature({ list: () => [practice], ...parts.channels }),
    clips: emptyFeature(parts.clips ?? {}),
    evergreens: emptyFeature(parts.evergreens ?? {}),
    feeds: emptyFeature(parts.feeds ?? {}),
    jobs: emptyFeature(parts.jobs ?? {}),
    keys: emptyFeature(parts.keys ?? {}),
    limits: emptyFeature(parts.limits ?? {}),
    posts: emptyFeature(parts.posts ?? {}),
    projects: emptyFeature(parts.projects ?? {}),
    renders: emptyFeature(parts.renders ?? {}),
    schedule: emptyFeature(parts.schedule ?? {}),
    settings: emptyFeature(parts.settings ?? {}),
    setup: emptyFeature(parts.setup ?? {}),
    system: emptyFeature(parts.system ?? {}),
  };
}
