/* Words: the contract is everything the window, the command line and other programs may ask of the studio. */
import { assets } from './assets.ts';
import { changes } from './changes.ts';
import { clips } from './clips.ts';
import { jobs } from './jobs.ts';
import { channels, posts } from './posts.ts';
import { projects } from './projects.ts';
import { renders } from './renders.ts';
import { keys, settings, system } from './settings.ts';

export const contract = { assets, changes, channels, clips, jobs, keys, posts, projects, renders, settings, system };
export type Contract = typeof contract;
