import { z } from 'zod';
import type { Choices } from '../../../shared/contract/channels.ts';
import type { Tokens } from '../../accounts/types.ts';
import type { Session } from '../adapter.ts';
import type { Limits } from '../limits/types.ts';
import type { AskTiktok } from './askTiktok.ts';
import { ofApp, tiktokLimits } from './limits.ts';
import { privacyLabel } from './privacyLabel.ts';
import { readCreator } from './readCreator.ts';

const Person = z.object({ user: z.object({ display_name: z.string().catch('') }) });

type Needs = { readonly ask: AskTiktok; readonly limits: Limits; readonly tokens: Tokens };

const PROCESSING = 'TikTok may take some minutes to check a video before it shows it.';
const SHARED_CAP = 'TikTok takes about 15 posts a day from one account, over all apps that post to it.';

/** What the account may choose now, asked from TikTok. @throws PublishFailed */
export async function readChoices({ ask, limits, tokens }: Needs, session: Session, signal: AbortSignal): Promise<Choices> {
  const { scopes } = await tokens.read(session, signal);
  const none = { privacy: [], disabled: [], maxSeconds: null, postsLeft: null, categories: [] };
  if (!scopes.includes('video.publish')) {
    const use = ofApp(tiktokLimits.userInfo);
    const path = '/v2/user/info/?fields=open_id,display_name';
    const { user } = await ask(session, { path, method: 'GET', data: Person, use, urgency: 'read' }, signal);
    const note = 'This sign-in may only send drafts to the TikTok inbox; who sees a video is chosen in the TikTok app.';
    return { ...none, account: user.display_name, notes: [note] };
  }
  const creator = await readCreator({ ask, limits }, session, { urgency: 'read', signal });
  const off = (option: string, is: boolean, what: string): { option: string; why: string }[] =>
    is ? [{ option, why: `${what} are switched off in this account's TikTok settings.` }] : [];
  const isPrivate = !creator.privacy_level_options.includes('PUBLIC_TO_EVERYONE');
  const { creator_nickname: nickname, creator_username: username } = creator;
  return {
    ...none,
    account: nickname === '' ? `@${username}` : `${nickname} (@${username})`,
    privacy: creator.privacy_level_options.map((value) => ({ value, label: privacyLabel(value) })),
    disabled: [
      ...off('allowComment', creator.comment_disabled, 'Comments'),
      ...off('allowDuet', creator.duet_disabled, 'Duets'),
      ...off('allowStitch', creator.stitch_disabled, 'Stitches'),
    ],
    maxSeconds: creator.max_video_post_duration_sec,
    notes: [...(isPrivate ? ['This TikTok account is private, so nothing on it can be public.'] : []), SHARED_CAP, PROCESSING],
  };
}
