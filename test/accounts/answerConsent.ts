import { visit } from './openAccounts.ts';

export type Consent = {
  readonly answer?: 'allow' | 'refuse';
  /** Those that the person ticks; by default what the page ticks. */
  readonly accounts?: readonly string[];
  /** Takes ticks away. */
  readonly withhold?: readonly string[];
};

const attribute = (tag: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? '';

/** Fills in a platform's page of consent as a person would. Answers the address to which the platform sends the browser back. */
export async function answerConsent(authorizeUrl: string, { answer = 'allow', accounts, withhold = [] }: Consent = {}): Promise<string> {
  const shown = await fetch(authorizeUrl, { redirect: 'manual' });
  const page = await shown.text();
  if (shown.status !== 200) throw new Error(`The platform showed no page of consent but ${shown.status}: ${page}`);
  const form = new URLSearchParams();
  for (const [tag] of page.matchAll(/<input[^>]*>/g)) {
    const [name, value] = [attribute(tag, 'name'), attribute(tag, 'value')];
    if (name === 'account' && accounts !== undefined) continue;
    if (/\schecked/.test(tag) && !withhold.includes(value)) form.append(name, value);
  }
  for (const account of accounts ?? []) form.append('account', account);
  form.append('answer', answer);
  const sent = await fetch(authorizeUrl, { method: 'POST', body: form, redirect: 'manual' });
  const location = sent.headers.get('location');
  if (location === null) throw new Error(`The platform did not lead back but answered ${sent.status}: ${await sent.text()}`);
  return location;
}

/** What the browser shows after the platform led back. A fragment is never sent. */
export const comeBack = (location: string): ReturnType<typeof visit> => visit(location.replace(/#.*$/, ''));
