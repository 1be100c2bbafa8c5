import { countX, X_LONG_TEXT_MAX, X_TEXT_MAX } from '../../../shared/publish/countX.ts';
import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { Outgoing } from '../adapter.ts';
import { readAccount } from './readAccount.ts';
import type { XNeeds } from './xNeeds.ts';

/**
 * Refuses words that are longer than this account may write, before anything is sent. Only long words cost a question,
 * since subscriptions begin and end. @throws PublishFailed rejected
 */
export async function refuseTooLong(needs: XNeeds, { words, session, postId }: Outgoing, signal: AbortSignal): Promise<void> {
  const length = countX(words.caption);
  if (length <= X_TEXT_MAX) return;
  const { isSubscriber } = await readAccount(needs, session, { signal, urgency: 'release', postId });
  const most = isSubscriber ? X_LONG_TEXT_MAX : X_TEXT_MAX;
  if (length <= most) return;
  const reason = `The text counts ${length} on X and may count ${most} on this account. Shorten it and send it again.`;
  throw new PublishFailed({ kind: 'rejected', reason, code: 'text-too-long' });
}
