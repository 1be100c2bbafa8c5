/** A page of a heading and a sentence, for the few times there is no studio to show. */
export function wordPage(title: string, sentence: string): string {
  const safe = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(title)} · Tidereel</title><main><h1>${safe(title)}</h1><p>${safe(sentence)}</p></main></html>`;
}
