/** A time from `formatInstant` as it stands within a sentence: “until today 14:05”. */
export const inSentence = (time: string): string => time.replace(/^(Today|Tomorrow|Yesterday)\b/, (day) => day.toLowerCase());
