import { z } from 'zod';
import { desktop } from './desktop.ts';

const Placed = z.object({ path: z.string() });

type Watch = { onProgress: (share: number) => void; signal: AbortSignal };

/**
 * Gives the studio a path for a file the creator chose. In the desktop app the file stays where it is; the browser
 * streams it to the studio first (it cannot tell paths). Throws Error with a sentence for people.
 */
export async function placeFile(file: File, { onProgress, signal }: Watch): Promise<string> {
  const known = desktop?.pathFor(file) ?? '';
  if (known !== '') return known;
  return await new Promise<string>((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch cannot tell how far an upload has come
    request.open('PUT', `/upload?name=${encodeURIComponent(file.name)}`);
    request.upload.addEventListener('progress', (event) => onProgress(event.total === 0 ? 0 : event.loaded / event.total));
    request.addEventListener('load', () => {
      const answer = Placed.safeParse(readJson(request.responseText));
      if (request.status < 300 && answer.success) resolve(answer.data.path);
      else reject(new Error(sentenceIn(request.responseText) ?? `“${file.name}” could not be copied to the studio. Try again.`));
    });
    request.addEventListener('error', () => reject(new Error(`The connection broke while copying “${file.name}”. Try again.`)));
    request.addEventListener('abort', () => reject(new Error(`Copying “${file.name}” was cancelled.`)));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // an answer that is not JSON has no path in it
  }
}

function sentenceIn(text: string): string | null {
  const answer = z
    .object({ message: z.string() })
    .or(z.object({ error: z.object({ message: z.string() }) }))
    .safeParse(readJson(text));
  if (!answer.success) return null;
  return 'message' in answer.data ? answer.data.message : answer.data.error.message;
}
