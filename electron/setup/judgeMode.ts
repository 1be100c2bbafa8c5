import type { Choices } from '../../shared/contract/channels.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { channels } from '../store/schema.ts';
import type { Found } from './checkStep.ts';

type ChannelRow = Pick<typeof channels.$inferSelect, 'name' | 'signInEndsAt'>;

/** Whether an app is still in a mode for trying, from what the platform lets us see, and what that means. */
export function judgeMode(platform: RemotePlatform, row: ChannelRow, choices: Choices | null): Found {
  if (platform === 'youtube') return judgeTesting(row);
  if (platform === 'tiktok') return judgeAudit(choices);
  if (platform === 'instagram') {
    const message =
      'Meta does not tell programs whether an app is in development mode. It posts for accounts that have a role in it either way.';
    return { ok: true, message, cure: '' };
  }
  return { ok: true, message: 'X has no mode for trying.', cure: '' };
}

/** Google names an end of the sign-in only where it limits it: seven days for an app in “Testing”. */
function judgeTesting({ name, signInEndsAt }: ChannelRow): Found {
  if (signInEndsAt === null) return { ok: true, message: `Google set no end to the sign-in of ${name}: the app is published.`, cure: '' };
  return {
    ok: false,
    message: `The sign-in of ${name} ends on ${new Date(signInEndsAt).toISOString().slice(0, 10)}: most likely the app is in “Testing”, where Google signs everybody out after seven days and lets in at most 100 listed people.`,
    cure: 'In Google Auth Platform, under “Audience”, choose “Publish app”, then sign in here once more.',
  };
}

function judgeAudit(choices: Choices | null): Found {
  const values = choices?.privacy.map(({ value }) => value) ?? [];
  const notes = choices?.notes.join(' ') ?? '';
  if (values.length > 0 && !values.includes('PUBLIC_TO_EVERYONE')) {
    return {
      ok: false,
      message: `TikTok does not offer public posts for this account now. ${notes}`.trim(),
      cure: 'Send drafts to the TikTok inbox instead, or post to “Only me” until the app is audited. A private account offers no public posts either.',
    };
  }
  return {
    ok: true,
    message: `TikTok says only when a post is sent whether it takes the app for audited. ${notes}`.trim(),
    cure: 'If a direct post comes back as “private only”, the app is not audited yet: send drafts to the inbox instead.',
  };
}
