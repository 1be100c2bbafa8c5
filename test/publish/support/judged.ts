import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstagram } from '../../../electron/publish/instagram/createInstagram.ts';
import { createTiktok } from '../../../electron/publish/tiktok/createTiktok.ts';
import { createX } from '../../../electron/publish/x/createX.ts';
import { xPrices } from '../../../electron/publish/x/prices.ts';
import { createYoutube } from '../../../electron/publish/youtube/createYoutube.ts';
import type { FaultPlan } from '../../platforms/kit/faults.ts';
import type { SimulatorClock } from '../../platforms/kit/openSimulator.ts';
import type { Simulator } from '../../platforms/kit/simulator.ts';
import { simulateInstagram } from '../../platforms/instagram/simulateInstagram.ts';
import { simulateTiktok } from '../../platforms/tiktok/simulateTiktok.ts';
import { simulateX } from '../../platforms/x/simulateX.ts';
import { simulateYoutube } from '../../platforms/youtube/simulateYoutube.ts';
import { REMOTE_CHANNEL, type Remote, type Studio } from './openStudio.ts';

/** A platform as the suite sees it from outside. */
type There = {
  readonly remote: Remote | null;
  readonly faults: FaultPlan | null;
  /** How many times something became visible to anybody. */
  readonly releases: (studio: Studio) => number;
  readonly captions: (studio: Studio) => string[];
  readonly close: () => Promise<void>;
};

type Judged = {
  readonly platform: string;
  readonly channelId: string;
  readonly filmBytes: number;
  readonly start: (clock: SimulatorClock) => Promise<There>;
};

const remote = (simulator: Simulator, about: Omit<Remote, 'simulator'>): There => ({
  remote: { ...about, simulator },
  faults: simulator.faults,
  releases: () => simulator.published().length,
  captions: () => simulator.published().map(({ caption }) => caption),
  close: () => simulator.close(),
});

const practice: Judged = {
  platform: 'practice',
  channelId: 'practice',
  filmBytes: 150_000,
  start: async () => ({
    remote: null,
    faults: null,
    releases: ({ publishing }) => publishing.practice.published().reduce((sum, { repeats }) => sum + 1 + repeats, 0),
    captions: ({ publishing }) => publishing.practice.published().map(({ id }) => publishing.practice.page(id)?.caption ?? ''),
    close: () => Promise.resolve(),
  }),
};

const tiktok: Judged = {
  platform: 'tiktok',
  channelId: REMOTE_CHANNEL,
  filmBytes: 150_000,
  start: async (clock) => remote(await simulateTiktok({ clock }), { open: createTiktok, account: 'mia', remoteAccount: 'mia' }),
};

const filmBytes = 150_000;
const channelId = REMOTE_CHANNEL;

const youtube: Judged = {
  platform: 'youtube',
  channelId,
  filmBytes,
  start: async (clock) => remote(await simulateYoutube({ clock }), { open: createYoutube, account: 'mia', remoteAccount: 'mia' }),
};

const instagram: Judged = {
  platform: 'instagram',
  channelId,
  filmBytes,
  start: async (clock) => remote(await simulateInstagram({ clock }), { open: createInstagram, account: 'mia', remoteAccount: 'mia' }),
};

const prices = xPrices(JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/pricing.json'), 'utf8')));
const x: Judged = {
  platform: 'x',
  channelId,
  filmBytes,
  start: async (clock) =>
    remote(await simulateX({ clock }), { open: (needs) => createX({ ...needs, prices }), account: 'mia', remoteAccount: 'mia' }),
};

/** Every adapter there is. */
export const judged: readonly Judged[] = [practice, tiktok, youtube, instagram, x];
