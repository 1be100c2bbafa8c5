import type { InstagramAccount } from './world.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The page on which a person says yes or no. Facebook lets them tick Pages, Instagram has one account at a time. */
export function renderConsent(login: 'facebook' | 'instagram', accounts: readonly InstagramAccount[], scopes: readonly string[]): string {
  const [type, brand, what] = login === 'facebook' ? ['checkbox', 'Facebook', 'Pages'] : ['radio', 'Instagram', 'Account'];
  const choice = ({ username, name, pageName }: InstagramAccount, index: number): string => {
    const checked = login === 'facebook' || index === 0 ? 'checked' : '';
    const label = login === 'facebook' ? `${pageName} (@${username})` : `${name} (@${username})`;
    return `<p><label><input type="${type}" name="account" value="${escape(username)}" ${checked}> ${escape(label)}</label></p>`;
  };
  const scope = (name: string): string =>
    `<p><label><input type="checkbox" name="scope" value="${escape(name)}" checked> ${escape(name)}</label></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Log in with ${brand}</title></head>
<body><main><h1>Tidereel test app wants to use your ${brand} account</h1>
<form method="post">
<fieldset><legend>${what}</legend>${accounts.map(choice).join('')}</fieldset>
<fieldset><legend>Permissions</legend>${scopes.map(scope).join('')}</fieldset>
<button name="answer" value="allow">Allow</button>
<button name="answer" value="refuse">Refuse</button>
</form></main></body></html>`;
}
