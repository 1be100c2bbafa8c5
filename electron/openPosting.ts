import type { Secrets } from './secrets/secrets.ts';
import { createAccounts } from './accounts/createAccounts.ts';
import type { SignInMethods } from './accounts/openMethod.ts';
import type { Endpoints } from './endpoints.ts';
import { createFeeds } from './feeds/createFeeds.ts';
import { createPublishing, type Publishing, type PublishingNeeds } from './publish/createPublishing.ts';
import { createSpending } from './publish/createSpending.ts';
import { createInstagram } from './publish/instagram/createInstagram.ts';
import { createInstagramSignIn } from './publish/instagram/signIn.ts';
import { createLimits } from './publish/limits/createLimits.ts';
import { createTiktok } from './publish/tiktok/createTiktok.ts';
import { createTiktokSignIn } from './publish/tiktok/signIn.ts';
import { createX } from './publish/x/createX.ts';
import type { XPrices } from './publish/x/prices.ts';
import { createXSignIn } from './publish/x/signIn.ts';
import { createYoutube } from './publish/youtube/createYoutube.ts';
import { createYoutubeSignIn } from './publish/youtube/signIn.ts';
import { createEvergreens } from './schedule/createEvergreens.ts';
import { createSchedule } from './schedule/createSchedule.ts';
import { createTimes } from './schedule/createTimes.ts';
import type { Services } from './services.ts';
import { createSetup } from './setup/createSetup.ts';

type PostingNeeds = Omit<PublishingNeeds, 'platforms' | 'nextTime' | 'prices'> & {
  readonly endpoints: Endpoints;
  readonly secrets: Secrets;
  readonly prices: XPrices;
  readonly guidesJson: unknown;
  /** The studio's IANA zone. */
  readonly zone: () => string;
  /** Feeds on this computer may be read: only where the studio is being tried out. */
  readonly allowLoopback: boolean;
  readonly report: (error: unknown) => void;
};

export type Posting = {
  readonly services: Pick<Services, 'channels' | 'evergreens' | 'feeds' | 'limits' | 'posts' | 'schedule' | 'setup'>;
  readonly publishing: Publishing;
  /** Call once after `jobs.start()`. */
  readonly start: () => void;
  readonly close: () => Promise<void>;
};

const LIMITS_TOLD_EVERY_MS = 1_000;

/** Everything between a finished film and its place on a platform. Call before `jobs.start()`. */
export function openPosting(needs: PostingNeeds): Posting {
  const { read, write, changes, now, endpoints, secrets, report } = needs;
  let telling: NodeJS.Timeout | null = null;
  const tellLimits = (): void => {
    telling ??= setTimeout(() => {
      telling = null;
      changes.publish({ topic: 'limits', value: limits.list() });
    }, LIMITS_TOLD_EVERY_MS).unref();
  };
  const limits = createLimits({ write, now, changed: tellLimits });
  const spending = createSpending({ read, write, now, zone: needs.zone });
  const methods: SignInMethods = {
    tiktok: createTiktokSignIn({ endpoints, now }),
    youtube: createYoutubeSignIn({ endpoints, now }),
    instagram: createInstagramSignIn({ endpoints, now }),
    x: createXSignIn({ endpoints, now }),
  };
  const accounts = createAccounts({
    ...needs,
    methods,
    announce: (channelId) => publishing.announce(channelId),
    pauseFor: (channelId, reason) => publishing.pauseFor(channelId, reason),
    resume: (channelId) => publishing.resume(channelId),
  });
  const forPlatforms = { endpoints, tokens: accounts.tokens, limits, spending, now };
  const times = createTimes(needs);
  const publishing = createPublishing({
    ...needs,
    platforms: [
      createTiktok(forPlatforms),
      createYoutube(forPlatforms),
      createInstagram(forPlatforms),
      createX({ ...forPlatforms, prices: needs.prices }),
    ],
    nextTime: (channelId) => times.nextTime(channelId),
  });
  const { maker, together, posts } = publishing;
  const evergreens = createEvergreens({ ...needs, times, maker, together });
  const feeds = createFeeds({ ...needs, maker, together });
  const setup = createSetup({
    guidesJson: needs.guidesJson,
    secrets,
    methods,
    read,
    lastProblem: accounts.lastProblem,
    choices: async (channelId, signal) => publishing.channels.choices({ channelId }, { signal }),
    limits: limits.list,
  });
  return {
    publishing,
    services: {
      channels: { ...publishing.channels, ...accounts.service },
      evergreens: evergreens.service,
      feeds: feeds.service,
      limits: { list: () => limits.list(), spending: spending.show },
      posts,
      schedule: createSchedule({ ...needs, times, maker, together, posts }),
      setup,
    },
    start() {
      publishing.heal();
      accounts.heal();
      evergreens.start();
      feeds.start();
    },
    async close() {
      if (telling !== null) clearTimeout(telling);
      await accounts.close().catch(report);
      publishing.close();
    },
  };
}
