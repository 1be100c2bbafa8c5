import type { ProveNeeds } from './provePost.ts';
import { provePost } from './provePost.ts';
import { readNumbers } from './readNumbers.ts';
import { sendPost, type SendNeeds } from './sendPost.ts';

/** Teaches the queue the three kinds of work a post needs. Call before `jobs.start()`. */
export function handlePostJobs(needs: SendNeeds & ProveNeeds): void {
  needs.jobs.handle(sendPost(needs));
  needs.jobs.handle(provePost(needs));
  needs.jobs.handle(readNumbers(needs));
}
