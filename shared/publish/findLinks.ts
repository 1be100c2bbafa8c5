import twitterText from 'twitter-text';

/** The web addresses in a text as X finds and charges them, with and without their protocol. */
export const findLinks = (text: string): string[] => twitterText.extractUrls(text);
