import twitterText from 'twitter-text';

/** What an account without a subscription may say in one post on X, in X's weighted characters. */
export const X_TEXT_MAX = 280;
/** The same with a subscription. */
export const X_LONG_TEXT_MAX = 25_000;

/** The form in which X counts and shows a text. */
export const normalizeXText = (text: string): string => text.trim().normalize('NFC');

/**
 * How long X takes a text to be: Latin letters and common punctuation are 1, CJK and every emoji 2, any address 23
 * (docs.x.com, counting characters).
 */
export function countX(text: string): number {
  return twitterText.parseTweet(normalizeXText(text)).weightedLength;
}

/** The addresses that X would turn into links, also those without "https://". */
export const findXUrls = (text: string): readonly { readonly url: string; readonly indices: readonly [number, number] }[] =>
  twitterText.extractUrlsWithIndices(normalizeXText(text));

/** Whether X would find an address in the text, which makes a post cost more. */
export const hasUrl = (text: string): boolean => findXUrls(text).length > 0;
