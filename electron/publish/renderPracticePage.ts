import type { PracticePost } from './practice.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

export type PracticePageOptions = {
  /** The nonce of the answer's Content-Security-Policy, for the one style element; there is no script. */
  readonly nonce: string;
  /** Absolute address of the door, without a slash at the end. The film is asked for at `<base>/media/practice/<id>`. */
  readonly base: string;
};

/** The public page of a practice post, as a visitor would see it. Plainly marked as practice. */
export function renderPracticePage(post: PracticePost, { nonce, base }: PracticePageOptions): string {
  const { views, likes, comments, shares } = post.metrics;
  const numbers = Object.entries({ views, likes, comments, shares });
  const film = `${base}/media/practice/${encodeURIComponent(post.id)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PRACTICE: ${escape(post.title)}</title>
<style nonce="${escape(nonce)}">
body { margin: 0 auto; max-width: 34rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; background: #111418; color: #f2f4f7; }
.mark { background: #ffd43b; color: #111418; font-weight: 700; padding: .5rem .75rem; border-radius: .5rem; }
video { width: 100%; max-height: 75vh; background: #000; border-radius: .5rem; }
.caption { white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: flex; gap: 1.5rem; } dt { color: #b6bec9; font-size: .85rem; } dd { margin: 0; font-weight: 700; }
</style>
</head>
<body>
<p class="mark" role="note">PRACTICE: this page exists only on this computer, and its numbers are invented.</p>
<main>
<h1>${escape(post.title)}</h1>
<video controls preload="metadata" src="${escape(film)}" aria-label="${escape(post.title)}"></video>
<p class="caption">${escape(post.caption)}</p>
<p>Public since <time datetime="${post.at.toISOString()}">${post.at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time></p>
<dl>${numbers.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
</main>
</body>
</html>
`;
}
