/** How long a caption is by the rules of a platform: YouTube counts bytes, X weighs wide letters and links, others count UTF-16. */
export function captionLength(caption: string, platform: string): number {
  if (platform === 'youtube') return new TextEncoder().encode(caption).length;
  if (platform !== 'x') return caption.length;
  const links = caption.match(/https?:\/\/\S+/g) ?? [];
  const rest = caption.replaceAll(/https?:\/\/\S+/g, '').normalize('NFC');
  const letters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(rest)];
  const isLight = (point: number): boolean =>
    point <= 4351 || (point >= 8192 && point <= 8205) || (point >= 8208 && point <= 8223) || (point >= 8242 && point <= 8247);
  const weight = letters.reduce((sum, { segment }) => {
    if (/\p{Extended_Pictographic}/u.test(segment)) return sum + 2;
    return sum + Array.from(segment).reduce((own, letter) => own + (isLight(letter.codePointAt(0) ?? 0) ? 1 : 2), 0);
  }, 0);
  return weight + links.length * 23;
}
