/** The words of a feed's entry. */
export type TemplateWords = { readonly title: string; readonly summary: string; readonly link: string };

/**
 * Puts an entry's words into a template. One pass: what a feed writes is never taken for a placeholder itself. At most
 * `longest` UTF-16 units: the summary is shortened first, so that the link stays whole where it can.
 */
export function fillTemplate(template: string, words: TemplateWords, longest: number): string {
  const fill = ({ title, summary, link }: TemplateWords): string =>
    template
      .replace(/\{(title|summary|link)\}/g, (_, name: string) => (name === 'title' ? title : name === 'summary' ? summary : link))
      .trim();
  const whole = fill(words);
  if (whole.length <= longest) return whole;
  const shorter = fill({ ...words, summary: words.summary.slice(0, Math.max(0, words.summary.length - (whole.length - longest))) });
  return shorter.length <= longest ? shorter : shorter.slice(0, longest);
}
