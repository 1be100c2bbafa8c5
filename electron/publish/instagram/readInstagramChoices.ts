import { z } from 'zod';
import type { Choices } from '../../../shared/contract/channels.ts';
import type { Session } from '../adapter.ts';
import type { Limits } from '../limits/types.ts';
import type { Graph } from './createGraph.ts';
import { readQuota } from './readQuota.ts';

const User = z.object({
  username: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  account_type: z.string().optional().catch(undefined),
});

const DEVELOPMENT =
  'While your Meta app is in development mode, it works only for accounts that have a role in it. Meta does not say whether others see such reels.';
const byFacebook = (what: string): string => `Instagram Login cannot set ${what}; keys for Facebook Login can.`;

/** What this account may choose now. @throws PublishFailed */
export async function readInstagramChoices(
  { graph, limits, now }: { graph: Graph; limits: Limits; now: () => Date },
  session: Session,
  signal: AbortSignal,
): Promise<Choices> {
  const { login, userId } = await graph.account(session, signal);
  const isFacebook = login === 'facebook';
  const answer = await graph.ask({
    session,
    step: 'prepare',
    urgency: 'read',
    path: isFacebook ? `/${userId}` : '/me',
    fields: { fields: isFacebook ? 'username,name' : 'user_id,username,name,account_type' },
    signal,
  });
  const { username, name, account_type } = User.safeParse(answer).data ?? {};
  const quota = await readQuota({ graph, limits, now }, { session, urgency: 'read', signal });
  const notes = [DEVELOPMENT];
  if (account_type === 'BUSINESS') notes.unshift('This is a business account: some music is not allowed in its reels.');
  if (account_type === 'MEDIA_CREATOR') notes.unshift('This is a creator account.');
  if (!isFacebook) notes.unshift('Instagram Login takes no film from this computer: each post needs the public https address of its film.');
  return {
    account: username === undefined ? (name ?? userId) : `@${username}`,
    privacy: [],
    disabled: isFacebook
      ? [{ option: 'publicVideoUrl', why: 'Not needed: the film is sent from this computer.' }]
      : [
          { option: 'locationId', why: byFacebook('a location') },
          { option: 'paidPartnership', why: byFacebook('the paid-partnership label') },
        ],
    maxSeconds: null,
    postsLeft: quota?.left ?? null,
    categories: [],
    notes,
  };
}
