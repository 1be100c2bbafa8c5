import type { SignInMethod } from '../../accounts/types.ts';

/** What the studio asks for. None of the last two is needed alone, but one of them is. */
export const tiktokScopes: SignInMethod<'tiktok'>['scopes'] = [
  { scope: 'user.info.basic', needed: true, without: 'The studio cannot tell which account it is signed in to.' },
  { scope: 'user.info.profile', needed: false, without: 'The @name of the account is not shown.' },
  { scope: 'user.info.stats', needed: false, without: 'Followers and likes of the account are not counted.' },
  {
    scope: 'video.list',
    needed: false,
    without: 'Views and likes of posts cannot be read, and a post whose answer was lost is harder to find again.',
  },
  { scope: 'video.upload', needed: false, without: 'Drafts cannot be sent to the TikTok inbox.' },
  { scope: 'video.publish', needed: false, without: 'Nothing can be posted directly; only drafts can be sent to the TikTok inbox.' },
];

export const postingScopes = ['video.publish', 'video.upload'];
