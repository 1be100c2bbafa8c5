/*
Words: a code is Meta's group of errors, a subcode the exact one. A meaning is what follows for a post, wherever the code
comes from: the answer to a call, or the status of a container.
*/

export type Meaning =
  /** Passes by itself; the same container may be used. */
  | { act: 'wait'; seconds: number; reason: string }
  /** This container is lost, a new one may do. */
  | { act: 'begin-again'; reason: string }
  /** The film could not be worked on; tried once more, then given up. */
  | { act: 'once-more'; reason: string }
  | { act: 'reject'; reason: string }
  | { act: 'ask'; reason: string }
  /** A limit of the app, the account, or of posts. */
  | { act: 'limit'; of: 'app' | 'account' | 'posts'; reason: string }
  /** The sign-in lacks a permission. */
  | { act: 'consent'; reason: string }
  | { act: 'token' }
  /** After the release was asked for it may be public all the same; before that it is what `otherwise` says. */
  | { act: 'may-be-live'; otherwise: Meaning };

const SERVER_TROUBLE: Meaning = {
  act: 'may-be-live',
  otherwise: { act: 'wait', seconds: 60, reason: 'Instagram had trouble on its side.' },
};
const BUSY = 'Instagram takes no more calls for now.';
const cannotProcess: Meaning = {
  act: 'once-more',
  reason: 'Instagram could not process the film. Render it again with the settings for Reels, then send it again.',
};
const picture = (what: string): Meaning => ({ act: 'reject', reason: `Instagram refuses the film: ${what}.` });

const bySubcode: Readonly<Record<number, Meaning>> = {
  2207001: SERVER_TROUBLE,
  2207003: { act: 'begin-again', reason: 'Instagram took too long to fetch the film.' },
  2207004: picture('the picture is too big'),
  2207005: picture('it cannot use this kind of picture'),
  2207006: { act: 'begin-again', reason: 'Instagram no longer has the upload.' },
  2207008: { act: 'wait', seconds: 60, reason: 'Instagram cannot find the upload at the moment.' },
  2207009: picture('its shape is not allowed. Choose a vertical format'),
  2207010: { act: 'reject', reason: 'The caption is too long for Instagram: at most 2,200 characters.' },
  2207020: { act: 'begin-again', reason: 'The upload became too old for Instagram.' },
  2207026: {
    act: 'reject',
    reason: 'Instagram does not support the format of this film. Render it again with the settings for Reels (MP4, H.264, AAC).',
  },
  2207027: { act: 'wait', seconds: 60, reason: 'Instagram is still working on the film.' },
  2207032: { act: 'begin-again', reason: 'Instagram could not begin the upload.' },
  2207040: { act: 'reject', reason: 'The caption has too many tags for Instagram: at most 30 hashtags and 20 mentions.' },
  2207042: { act: 'limit', of: 'posts', reason: 'Instagram takes no more posts from this account for now.' },
  2207050: {
    act: 'ask',
    reason: 'Instagram has restricted this account. Open the Instagram app, follow what it asks for, then send the post again.',
  },
  2207051: {
    act: 'may-be-live',
    otherwise: {
      act: 'ask',
      reason: 'Instagram blocked this as looking like spam. Open the Instagram app, see what it says, then send the post again.',
    },
  },
  2207052: {
    act: 'reject',
    reason: 'Instagram could not fetch the film from its public address. Check that anybody can open the address without signing in.',
  },
  2207053: { act: 'begin-again', reason: 'Instagram lost the upload on its side.' },
  2207057: { act: 'reject', reason: 'The cover lies outside the film. Choose an earlier moment for it.' },
  2207077: cannotProcess,
  2207081: {
    act: 'reject',
    reason: 'Instagram does not let this account make trial reels. Turn “Trial reel” off for this post, then send it again.',
  },
  2207082: cannotProcess,
  2207085: cannotProcess,
  2207089: { act: 'reject', reason: 'Instagram takes single films as reels only.' },
};

const byCode: Readonly<Record<number, Meaning>> = {
  [-2]: { act: 'begin-again', reason: 'Instagram lost the upload on its side.' },
  [-1]: SERVER_TROUBLE,
  1: SERVER_TROUBLE,
  2: SERVER_TROUBLE,
  4: { act: 'limit', of: 'app', reason: BUSY },
  9: { act: 'limit', of: 'posts', reason: 'Instagram takes no more posts from this account for now.' },
  10: {
    act: 'consent',
    reason: 'Instagram says that a permission is missing. Sign in again and leave every permission ticked.',
  },
  17: { act: 'limit', of: 'account', reason: BUSY },
  24: { act: 'begin-again', reason: 'Instagram no longer has the upload.' },
  25: {
    act: 'ask',
    reason: 'Instagram has restricted this account. Open the Instagram app, follow what it asks for, then send the post again.',
  },
  32: { act: 'limit', of: 'account', reason: BUSY },
  102: { act: 'token' },
  190: { act: 'token' },
  352: {
    act: 'reject',
    reason: 'Instagram does not support the format of this film. Render it again with the settings for Reels (MP4, H.264, AAC).',
  },
  368: {
    act: 'ask',
    reason: 'Instagram has blocked this account or app for its rules for now. Open the Instagram app to see why, then send the post again.',
  },
  613: { act: 'limit', of: 'account', reason: BUSY },
  9004: {
    act: 'reject',
    reason: 'Instagram could not fetch the film from its public address. Check that anybody can open the address without signing in.',
  },
  9007: { act: 'wait', seconds: 60, reason: 'Instagram is still working on the film.' },
  36000: picture('the picture is too big'),
  36001: picture('it cannot use this kind of picture'),
  36003: picture('its shape is not allowed. Choose a vertical format'),
  36004: { act: 'reject', reason: 'The caption is too long for Instagram: at most 2,200 characters.' },
  80002: { act: 'limit', of: 'account', reason: BUSY },
};

/** What an error of the table in the Instagram error reference means; null for one that is not in it. */
export function meaningOf({ code, subcode }: { code: number | null; subcode: number | null }): Meaning | null {
  const exact = subcode === null ? undefined : bySubcode[subcode];
  if (exact !== undefined) return exact;
  if (code === null) return null;
  if (code >= 200 && code <= 299) return byCode[10] ?? null;
  return byCode[code] ?? null;
}
