/* Words: the contract is everything the window, the command line and other programs may ask of the studio. */
import { assets } from './assets.ts';
import { changes } from './changes.ts';
import { channels, limits, setup } from './channels.ts';
import { clips } from './clips.ts';
import { jobs } from './jobs.ts';
import { posts } from './posts.ts';
import { projects } from './projects.ts';
import { renders } from './renders.ts';
import { evergreens, feeds, schedule } from './schedule.ts';
import { keys, settings, system } from './settings.ts';

export const contract = {
  assets,
  changes,
  channels,
  clips,
  evergreens,
  feeds,
  jobs,
  keys,
  limits,
  posts,
  projects,
  renders,
  schedule,
  settings,
  setup,
  system,
};
export type Contract = typeof contract;
