import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { ChoiceReader, Session } from '../adapter.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { CategoryList, ChannelList } from './answers.ts';
import type { AskYoutube } from './askYoutube.ts';
import { NO_CHANNEL } from './explainRefusal.ts';
import { channelUploadUse, LIST_UNITS, unitsUse, UPLOAD_USE } from './limits.ts';

/** Of a channel that names no country. */
const REGION = 'US';
const UNVERIFIED_SECONDS = 15 * 60;
const MOST_SECONDS = 12 * 3_600;

type Needs = Pick<PlatformNeeds, 'endpoints' | 'tokens' | 'limits'> & { readonly youtube: AskYoutube };

/** What this channel may choose: its name, the categories of its country, and what YouTube holds back from it. */
export function createReadChoices({ endpoints, tokens, limits, youtube }: Needs): ChoiceReader['readChoices'] {
  const list = async (session: Session, path: string, signal: AbortSignal): Promise<PlatformAnswer> => {
    const url = `${endpoints.youtube.api}/youtube/v3/${path}`;
    return youtube.ask(session, { url, uses: [unitsUse(LIST_UNITS)], urgency: 'read' }, signal);
  };

  return async (session, signal) => {
    const mine = await list(session, 'channels?part=snippet,status&mine=true', signal);
    const channels = ChannelList.safeParse(mine.json);
    if (!channels.success) throw youtube.malformed(mine, 'repeatable');
    const channel = channels.data.items[0];
    if (channel === undefined) throw new PublishFailed({ kind: 'needs-you', reason: NO_CHANNEL, code: 'youtubeSignupRequired' });
    const region = channel.snippet?.country ?? REGION;
    const query = new URLSearchParams({ part: 'snippet', regionCode: region });
    const all = await list(session, `videoCategories?${query}`, signal);
    const categories = CategoryList.safeParse(all.json);
    if (!categories.success) throw youtube.malformed(all, 'repeatable');

    const { longUploadsStatus, isLinked, madeForKids } = channel.status ?? {};
    const isVerified = longUploadsStatus === 'allowed';
    const knowsLength = longUploadsStatus === 'eligible' || longUploadsStatus === 'disallowed';
    const notes: string[] = [];
    if (knowsLength) {
      notes.push(
        'YouTube takes at most 15 minutes from this channel until its phone number is verified at youtube.com/verify; own cover pictures need that too.',
      );
    }
    if (isLinked === false) notes.push('This channel is not linked to a full YouTube account yet; finish that in YouTube Studio.');
    if (madeForKids === true) notes.push('This channel is set as made for kids: its videos get no comments and no notifications.');
    const { refreshEndsAt } = await tokens.read(session, signal);
    if (refreshEndsAt !== null) notes.push(testModeNote(refreshEndsAt));
    const left = Math.min(limits.left(UPLOAD_USE), limits.left(channelUploadUse(session.channelId)));
    return {
      account: channel.snippet?.title ?? channel.id,
      privacy: [
        { value: 'public', label: 'Everyone' },
        { value: 'unlisted', label: 'Only people with its address' },
        { value: 'private', label: 'Only you' },
      ],
      disabled: [],
      maxSeconds: isVerified ? MOST_SECONDS : knowsLength ? UNVERIFIED_SECONDS : null,
      postsLeft: left,
      categories: categories.data.items
        .filter(({ snippet }) => snippet.assignable)
        .map(({ id, snippet }) => ({ value: id, label: snippet.title })),
      notes,
    };
  };
}

/** What a sign-in with an end means. `endsAt`: ISO instant. */
export const testModeNote = (endsAt: string): string =>
  `Google ends this sign-in on ${endsAt.slice(0, 10)}, because your Google Cloud app is in test mode. ` +
  'Publish the app on its consent screen (it need not be verified) to stay signed in.';
