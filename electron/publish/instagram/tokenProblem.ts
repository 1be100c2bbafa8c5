const sentences: Readonly<Record<number, string>> = {
  458: 'The app was removed from the account, so Meta no longer accepts the sign-in.',
  459: 'Meta wants you to confirm something: open facebook.com or the Instagram app, log in there, then sign in again.',
  460: 'The password was changed, which ends every sign-in. Sign in again.',
  463: 'The sign-in has expired. Sign in again.',
  464: 'Meta wants the account to be confirmed: open facebook.com, follow what it asks for, then sign in again.',
  467: 'Meta has ended the sign-in. Sign in again.',
  492: 'The account no longer has a role on the Facebook Page. Get the role back, then sign in again.',
};

/** Why Meta refuses a token (code 190), by its subcode, in words for the creator. */
export const tokenProblem = (subcode: number | null): string =>
  (subcode === null ? undefined : sentences[subcode]) ?? 'Meta no longer accepts the sign-in. Sign in again.';
