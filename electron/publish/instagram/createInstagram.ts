/*
Words: a reel is a short film on Instagram. It is made as a container, gets its bytes, is worked on, and only then made
public by one call. A route is one of Meta's two ways to sign in, each with hosts of its own; a grant knows its route.
*/
import type { Platform } from '../adapter.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { createGraph } from './createGraph.ts';
import { lookForReel } from './lookForReel.ts';
import { readInsights } from './readInsights.ts';
import { readInstagramChoices } from './readInstagramChoices.ts';
import { releaseReel } from './releaseReel.ts';
import { uploadReel } from './uploadReel.ts';
import { ReelRef } from './uploadRef.ts';

/** `media_publish` may take long, and the list of reels lags behind it. */
const RELEASE_WITHIN_MS = 120_000;

/** Instagram Reels, by Facebook Login (films from this computer) or Instagram Login (films at a public address). */
export function createInstagram(needs: PlatformNeeds): Platform {
  const { now, limits } = needs;
  const graph = createGraph(needs);
  return {
    platform: 'instagram',
    releaseWithinMs: RELEASE_WITHIN_MS,
    upload: (post, known, tools) => uploadReel({ ...needs, graph }, post, known, tools),
    look: (post, upload, { askedAt, signal }) => lookForReel(graph, { post, ref: ReelRef.parse(upload), askedAt, now: now(), signal }),
    release: (post, upload, signal) =>
      releaseReel({ graph, limits, now }, post, ReelRef.parse(upload), { silenceMs: RELEASE_WITHIN_MS, signal }),
    readMetrics: (remoteId, session, signal) => readInsights(graph, { remoteId, session, signal }, now()),
    readChoices: (session, signal) => readInstagramChoices({ graph, limits, now }, session, signal),
  };
}
