export type FeedWords = { readonly title: string; readonly summary: string; readonly link: string };

/** The caption a feed's template makes of an item; what the item lacks leaves nothing behind. */
export function fillTemplate(template: string, words: FeedWords): string {
  return template
    .replaceAll(/\{(title|summary|link)\}/g, (_, name: string) =>
      name === 'title' ? words.title : name === 'link' ? words.link : words.summary,
    )
    .trim();
}
