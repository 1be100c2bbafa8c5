import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileAnswer, type MediaFile } from '../doors/fileAnswer.ts';
import { freshPage } from '../doors/uiPage.ts';
import { APP_HOME } from './scheme.ts';

export type AppFiles = { readonly uiFolder: string; readonly media: (path: string) => MediaFile | null };

// Electron takes a missing type for text/html, and a script without its type is not run.
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

const plain = (status: number): Response => new Response(null, { status, headers: { 'content-type': 'text/plain' } });

/**
 * Answers `app://tidereel/…`: the built window with a fresh policy, and `/media/…` for what the studio knows, with ranges.
 * We answer ranges ourselves: Electron's own file loader ignores them, and then no video can seek.
 */
export async function serveApp(request: Request, files: AppFiles): Promise<Response> {
  const url = new URL(request.url);
  if (url.protocol !== APP_HOME.protocol || url.host !== APP_HOME.host) return plain(404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405);
  const path = decodePath(url.pathname);
  if (path === null) return plain(400);
  if (path.startsWith('/media/')) return sendMedia(request, files.media(path.slice('/media/'.length)));
  return sendUi(path, files.uiFolder);
}

/** null when it cannot be decoded, or could climb: URL parsing removes "..", but not an encoded slash or a backslash. */
function decodePath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    const climbs = path.includes('\0') || path.includes('\\') || path.split('/').includes('..');
    return climbs ? null : path;
  } catch {
    return null;
  }
}

async function sendMedia(request: Request, media: MediaFile | null): Promise<Response> {
  if (media === null) return plain(404);
  const { headers, method } = request;
  const question = { method, range: headers.get('range'), ifRange: headers.get('if-range'), ifNoneMatch: headers.get('if-none-match') };
  const answer = await fileAnswer(media, question);
  // Node's web streams and the DOM's differ only in name.
  const body = answer.body === null ? null : (Readable.toWeb(answer.body) as unknown as ReadableStream<Uint8Array>);
  return new Response(body, { status: answer.status, headers: { ...answer.headers, 'x-content-type-options': 'nosniff' } });
}

async function sendUi(path: string, uiFolder: string): Promise<Response> {
  const name = path.split('/').at(-1)?.includes('.') ? path : '/index.html'; // an address inside the app is the page
  const bytes = await readFile(join(uiFolder, name)).catch(() => null);
  if (bytes === null) return plain(404);
  const type = types[extname(name)] ?? 'application/octet-stream';
  if (extname(name) !== '.html')
    return new Response(new Uint8Array(bytes), { headers: { 'content-type': type, 'x-content-type-options': 'nosniff' } });
  const page = freshPage(bytes.toString('utf8'));
  return new Response(page.html, {
    headers: { 'content-type': type, 'content-security-policy': page.policy, 'cache-control': 'no-store' },
  });
}
