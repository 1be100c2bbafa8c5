import type { AskedScope, Grant } from '../../accounts/types.ts';

const byFacebook = (grant: Grant): boolean => grant.extra['login'] !== 'instagram';
const byInstagram = (grant: Grant): boolean => !byFacebook(grant);

/** The two logins name the same permissions differently. */
const twice = (facebook: string, instagram: string, rest: { needed: boolean; without: string }): AskedScope[] => [
  { scope: facebook, ...rest, when: byFacebook },
  { scope: instagram, ...rest, when: byInstagram },
];

export const instagramScopes: readonly AskedScope[] = [
  ...twice('instagram_basic', 'instagram_business_basic', { needed: true, without: 'The studio cannot see the Instagram account.' }),
  ...twice('instagram_content_publish', 'instagram_business_content_publish', {
    needed: true,
    without: 'The studio cannot publish reels.',
  }),
  ...twice('instagram_manage_insights', 'instagram_business_manage_insights', {
    needed: false,
    without: 'The studio cannot read the views and shares of reels.',
  }),
  { scope: 'pages_show_list', needed: true, without: 'The studio cannot find the Page that the account is linked to.', when: byFacebook },
  { scope: 'pages_read_engagement', needed: true, without: 'Meta does not let the studio publish for the Page.', when: byFacebook },
];

/** What is asked for on the page of Meta. */
export const scopesAsked = (login: 'facebook' | 'instagram'): readonly string[] =>
  instagramScopes.map(({ scope }) => scope).filter((scope) => scope.startsWith('instagram_business_') === (login === 'instagram'));
