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
import { type Remote, type Studio } from './openStudio.ts';

/** A platform as the suite sees it from outside. */
type There = {
  readonly remotes: readonly Remote[];
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

const channelId = 'there';
const filmBytes = 150_000;

const remote = (simulator: Simulator, open: Remote['open'], account = 'mia'): There => ({
  remotes: [{ channelId, simulator, open, account }],
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
    remotes: [],
    faults: null,
    releases: ({ publishing }) => publishing.practice.published().reduce((sum, { repeats }) => sum + 1 + repeats, 0),
    captions: ({ publishing }) => publishing.practice.published().map(({ id }) => publishing.practice.page(id)?.caption ?? ''),
    close: () => Promise.resolve(),
  }),
};

const tiktok: Judged = {
  platform: 'tiktok',
  channelId,
  filmBytes,
  start: async (clock) => remote(await simulateTiktok({ clock }), createTiktok),
};

const youtube: Judged = {
  platform: 'youtube',
  channelId,
  filmBytes,
  start: async (clock) => remote(await simulateYoutube({ clock, switches: { rejectsDuplicates: true } }), createYoutube),
};

const instagram: Judged = {
  platform: 'instagram',
  channelId,
  filmBytes,
  start: async (clock) => remote(await simulateInstagram({ clock }), createInstagram),
};

const prices = xPrices(JSON.parse(readFileSync(join(import.meta.dirname, '../../../resources/pricing.json'), 'utf8')));
const x: Judged = {
  platform: 'x',
  channelId,
  filmBytes,
  start: async (clock) => {
    const simulator = await simulateX({ clock });
    // X is asked for an account's posts by its number
    return remote(simulator, (needs) => createX({ ...needs, prices }), simulator.accounts[0]?.id);
  },
};

/** Every adapter there is. */
export const judged: readonly Judged[] = [practice, tiktok, youtube, instagram, x];
