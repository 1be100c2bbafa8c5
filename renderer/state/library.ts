import { createStore } from 'zustand/vanilla';
import type { Asset } from '../../shared/contract/assets.ts';
import type { Change } from '../../shared/contract/changes.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import type { Channel, LimitState, SignIn } from '../../shared/contract/channels.ts';
import type { Post } from '../../shared/contract/posts.ts';
import type { ProjectSummary } from '../../shared/contract/projects.ts';
import type { Preview, Render } from '../../shared/contract/renders.ts';
import type { Evergreen, Feed } from '../../shared/contract/schedule.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { StudioClient } from '../link/studioClient.ts';
import { unreachable } from '../../shared/unreachable.ts';

export type StudioInfo = Awaited<ReturnType<StudioClient['system']['info']>>;

/** What the window knows of the studio: the last whole value of everything, as pushed by the main process. */
export type Library = {
  /** `connecting` until the first answer; `down` while the link is being mended; `signed-out` when it answers, but no longer to this browser. */
  readonly link: 'connecting' | 'up' | 'down' | 'signed-out';
  readonly info: StudioInfo | null;
  readonly settings: Settings | null;
  readonly paused: boolean;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly projects: ReadonlyMap<string, ProjectSummary>;
  /** Work that is not finished: waiting, running, asking or dead. */
  readonly jobs: ReadonlyMap<number, Job>;
  readonly renders: ReadonlyMap<string, Render>;
  readonly previews: ReadonlyMap<string, Preview>;
  readonly posts: ReadonlyMap<string, Post>;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Walks through a sign-in that this window began or was told of. */
  readonly signIns: ReadonlyMap<string, SignIn>;
  readonly limits: readonly LimitState[];
  readonly evergreens: ReadonlyMap<string, Evergreen>;
  readonly feeds: ReadonlyMap<string, Feed>;
};

export const emptyLibrary: Library = {
  link: 'connecting',
  info: null,
  settings: null,
  paused: false,
  assets: new Map(),
  projects: new Map(),
  jobs: new Map(),
  renders: new Map(),
  previews: new Map(),
  posts: new Map(),
  channels: new Map(),
  signIns: new Map(),
  limits: [],
  evergreens: new Map(),
  feeds: new Map(),
};

export const library = createStore<Library>()(() => emptyLibrary);

const put = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value | null): ReadonlyMap<Key, Value> => {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
};

const FINISHED: ReadonlySet<Job['state']> = new Set(['done', 'cancelled', 'skipped']);

/** The library after one pushed change. Values are whole, so nothing is merged. */
export function applyChange(state: Library, change: Change): Library {
  switch (change.topic) {
    case 'asset':
      return { ...state, assets: put(state.assets, change.value.id, change.removed ? null : change.value) };
    case 'project':
      return { ...state, projects: put(state.projects, change.value.id, change.value) }; // the bin is shown too
    case 'job':
      return { ...state, jobs: put(state.jobs, change.value.id, FINISHED.has(change.value.state) ? null : change.value) };
    case 'render':
      return { ...state, renders: put(state.renders, change.value.id, change.value) };
    case 'preview':
      return { ...state, previews: put(state.previews, change.value.projectId, change.value) };
    case 'post':
      return { ...state, posts: put(state.posts, change.value.id, change.value) };
    case 'channel':
      return { ...state, channels: put(state.channels, change.value.id, change.value) };
    case 'sign-in':
      return { ...state, signIns: put(state.signIns, change.value.id, change.value) };
    case 'limits':
      return { ...state, limits: change.value };
    case 'evergreen':
      return { ...state, evergreens: put(state.evergreens, change.value.id, change.removed ? null : change.value) };
    case 'feed':
      return { ...state, feeds: put(state.feeds, change.value.id, change.removed ? null : change.value) };
    case 'settings':
      return { ...state, settings: change.value };
    case 'paused':
      return { ...state, paused: change.value.paused };
    case 'alive':
      return state;
    default:
      return unreachable(change);
  }
}

const byId = <Value extends { id: Key }, Key>(values: readonly Value[]): ReadonlyMap<Key, Value> =>
  new Map(values.map((value) => [value.id, value]));

/** Fetches every list the window shows, after a start or a broken link. Posts are fetched by the queue, page by page. */
export async function fetchLibrary(client: StudioClient): Promise<Partial<Library>> {
  const [info, settings, status, assets, projects, jobs, channels, limits, evergreens, feeds] = await Promise.all([
    client.system.info(),
    client.settings.get(),
    client.jobs.status(),
    client.assets.list(),
    client.projects.list(),
    client.jobs.list({ finished: false, limit: 500 }),
    client.channels.list(),
    client.limits.list(),
    client.evergreens.list(),
    client.feeds.list(),
  ]);
  return {
    info,
    settings,
    paused: status.paused,
    assets: byId(assets),
    projects: byId(projects),
    jobs: byId(jobs),
    channels: byId(channels),
    limits,
    evergreens: byId(evergreens),
    feeds: byId(feeds),
  };
}
