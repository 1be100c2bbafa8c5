/*
Words: a Google account has one channel at most; brand accounts stand beside it in the same list. An upload session receives
a film; the film becomes a video with its last byte. A video is shown to nobody (private), to those with its address
(unlisted) or to everyone (public). Quota is the app's, and starts anew at midnight in California.
*/
import { openSimulator } from '../kit/openSimulator.ts';
import type { Simulator, SimulatorOptions } from '../kit/simulator.ts';
import { createAccounts } from './accounts.ts';
import { dataRoutes, renderVideo } from './dataRoutes.ts';
import { createDesk } from './desk.ts';
import { oauthRoutes } from './oauthRoutes.ts';
import { refuse } from './reply.ts';
import { defaultSwitches, type YoutubeSwitches } from './switches.ts';
import { uploadRoutes } from './uploadRoutes.ts';
import { createVideos, type Numbers, type Video } from './videos.ts';

const ALL_SCOPES = ['https://www.googleapis.com/auth/youtube', 'https://www.googleapis.com/auth/yt-analytics.readonly'];

export type YoutubeSimulator = Simulator<YoutubeSwitches> & {
  /** Every video there is, newest last, private ones too. */
  readonly videos: () => readonly Video[];
  readonly deleteVideo: (id: string) => void;
  readonly setNumbers: (id: string, numbers: Numbers) => void;
  /** What was allowed but is against the documents. */
  readonly warnings: readonly string[];
  /** Where every question with bytes began, and how many it announced. */
  readonly pieces: readonly { from: number; bytes: number }[];
  /** Quota units of the day. */
  readonly unitsSpent: () => number;
  readonly isRevoked: (token: string) => boolean;
};

/** Google's sign-in, the YouTube Data API v3 with resumable uploads, and YouTube Analytics v2. */
export async function simulateYoutube(options: SimulatorOptions<YoutubeSwitches> = {}): Promise<YoutubeSimulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const switches: YoutubeSwitches = { ...defaultSwitches, ...options.switches };
  const accounts = createAccounts(clock, switches);
  const videos = createVideos(clock, switches);
  const desk = createDesk({ accounts, switches, clock });
  const keys = { clientId: '1234567890-simulated.apps.googleusercontent.com', clientSecret: accounts.secret('GOCSPX-') };
  const warnings: string[] = [];
  const pieces: { from: number; bytes: number }[] = [];
  const render = (video: Video): object => renderVideo({ videos, switches }, video);
  const open = await openSimulator(
    [
      ...oauthRoutes({ accounts, switches, keys }),
      ...uploadRoutes({ videos, desk, switches, clock, render, warnings, pieces }),
      ...dataRoutes({ videos, desk, switches, clock }),
    ],
    refuse(404, 'notFound', 'Not Found'),
    options.port,
  );
  const { origin } = open;
  return {
    ...open,
    platform: 'youtube',
    endpoints: { authorize: origin, token: origin, api: origin, upload: origin, analytics: origin },
    switches,
    keys,
    grantFor: (account) => accounts.grantFor(account, ALL_SCOPES),
    killTokens: (account, how) => accounts.kill(account, how),
    published: () => {
      videos.settle();
      return [...videos.seen];
    },
    secretsGiven: () => [...accounts.given],
    videos: () => {
      videos.settle();
      return videos.all();
    },
    deleteVideo: (id) => videos.remove(id),
    setNumbers: (id, numbers) => {
      const video = videos.find(id);
      if (video === null) throw new Error(`there is no video ${id}`);
      video.numbers = numbers;
    },
    warnings,
    pieces,
    unitsSpent: () => desk.unitsSpent(),
    isRevoked: (token) => accounts.refresh(token) === null,
  };
}
