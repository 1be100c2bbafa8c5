import { PublishFailed } from '../../../shared/publish/failure.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import type { Outgoing, Sighting } from '../adapter.ts';
import type { Graph } from './createGraph.ts';
import { isSameCaption, listReels, readReel, type Reel } from './findReels.ts';
import { readContainer, type ContainerState } from './readContainer.ts';
import type { ReelRef } from './uploadRef.ts';

/** Meta's clock and ours need not agree. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** Meta advises to ask once a minute; most films take less. */
const ASK_AGAIN_MS = 30_000;
/** How long a reel that must be there may stay out of sight before a person is asked. */
const PATIENCE_MS = 15 * 60_000;

type About = {
  readonly post: Outgoing;
  readonly ref: ReelRef;
  readonly askedAt: Date | null;
  readonly now: Date;
  readonly signal: AbortSignal;
};

/** Finds out what became of an upload, by reading only. The container never names its reel, so caption and time must. */
export async function lookForReel(graph: Graph, about: About): Promise<Sighting> {
  const { post, ref, askedAt, now, signal } = about;
  const { session } = post;
  if (ref.mediaId !== null) {
    const reel = await readReel(graph, ref.mediaId, { session, signal });
    if (reel !== null && reel.permalink !== null) return live(reel, reel.permalink, post);
    return stillHidden(about, `Instagram took the reel but does not show it. Look at your profile: is it there?`);
  }
  const container = await readContainer(graph, { ref, session, signal }, now);
  if (askedAt === null && container.state !== 'published') return unreleased(container, about);
  const since = (askedAt?.getTime() ?? ref.startedAt) - CLOCKS_DIFFER_MS;
  const reels = await listReels(graph, since, { session, signal });
  if (reels === null) return stillHidden(about, 'Instagram does not list your reels completely. Look at your profile: is this one there?');
  const matches = reels.filter(({ caption }) => isSameCaption(caption, post.words.caption));
  const [match] = matches;
  const isReleased = container.state === 'published' || container.state === 'gone';
  if (matches.length === 1 && match !== undefined && match.permalink !== null && isReleased) return live(match, match.permalink, post);
  if (matches.length > 1) {
    return stillHidden(
      about,
      `Instagram shows ${matches.length} reels with exactly this caption. Look at your profile: is this one there?`,
    );
  }
  // with a container that is not released yet, the match may be a twin: Instagram catches up, or a person decides
  if (matches.length === 1 || container.state === 'published') {
    return stillHidden(
      about,
      'What Instagram says of the upload and the reels it shows do not fit together. Look at your profile: is this one there?',
    );
  }
  if (container.state === 'gone' && reels.length > 0) {
    return {
      seen: 'unclear',
      reason: 'Instagram has let go of the upload, and there are newer reels with other captions. Look at your profile: is it one of them?',
    };
  }
  return unreleased(container, about);
}

/** What a container without a reel means. */
function unreleased(container: ContainerState, { ref, askedAt, now }: About): Sighting {
  const soon = new Date(now.getTime() + ASK_AGAIN_MS);
  switch (container.state) {
    case 'finished':
      return { seen: 'ready' };
    case 'working':
      return { seen: 'processing', askAt: soon };
    case 'gone':
      return { seen: 'nothing' };
    case 'published':
      return { seen: 'unclear', reason: 'Instagram says that it published the reel, but does not show it.' };
    case 'failed': {
      const { meaning, code } = container;
      if (meaning.act === 'wait' || meaning.act === 'begin-again') return { seen: 'nothing' };
      if (meaning.act === 'once-more' && ref.tries === 0 && askedAt === null) {
        // not "nothing": what is known of this upload must be kept, or it would be tried for ever
        const reason = 'Instagram could not process the film. It is uploaded once more.';
        throw new PublishFailed({ kind: 'wait', until: soon, reason, code });
      }
      const reason = 'reason' in meaning ? meaning.reason : 'Instagram could not take the film.';
      return { seen: 'refused', reason, code };
    }
    default:
      return unreachable(container);
  }
}

/** "Live" only with an address. A trial reel has one, but not everybody is shown it. */
function live({ id }: Reel, permalink: string, { options }: Outgoing): Sighting {
  const isTrial = options.platform === 'instagram' && options.trial !== 'off';
  const note = 'It is out as a trial reel: Instagram shows it to people who do not follow you.';
  return { seen: 'public', remoteId: id, url: permalink, ...(isTrial ? { note } : {}) };
}

function stillHidden({ askedAt, ref, now }: About, reason: string): Sighting {
  const since = askedAt?.getTime() ?? ref.startedAt;
  if (now.getTime() - since >= PATIENCE_MS) return { seen: 'unclear', reason };
  return { seen: 'processing', askAt: new Date(now.getTime() + ASK_AGAIN_MS) };
}
