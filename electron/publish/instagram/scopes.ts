import type { SignInMethod } from '../../accounts/types.ts';

const FACEBOOK = ['instagram_basic', 'instagram_content_publish', 'instagram_manage_insights', 'pages_show_list', 'pages_read_engagement'];
const INSTAGRAM = ['instagram_business_basic', 'instagram_business_content_publish', 'instagram_business_manage_insights'];

/** What is asked for, by Meta's names. */
export const scopesAsked = (login: 'facebook' | 'instagram'): readonly string[] => (login === 'facebook' ? FACEBOOK : INSTAGRAM);

/** The two logins name the same permission differently; a grant has both of them by one name. */
export const plainScope = (scope: string): string => scope.replace(/^instagram_(business_)?/, '');

/** By their plain names. */
export const instagramScopes: SignInMethod<'instagram'>['scopes'] = [
  { scope: 'basic', needed: true, without: 'the studio cannot see the account.' },
  { scope: 'content_publish', needed: true, without: 'the studio cannot publish reels.' },
  { scope: 'manage_insights', needed: false, without: 'the studio cannot read views and shares.' },
];
