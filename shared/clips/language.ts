/* What words tell about a sentence. The word lists are English; in other languages punctuation, figures and pauses still count. */

const TERMINAL = /[.!?…。！？؟।]["'”’»)\]]*$/u;
const QUESTION = /[?？؟]["'”’»)\]]*$/u;
const ABBREVIATION = /^(?:[a-z]|(?:[a-z]\.)+[a-z]?|mr|mrs|ms|dr|prof|sr|jr|st|vs|etc|inc|ltd|co|corp|no|approx|dept|fig)\.$/i;
const FIGURE = /\p{N}/u;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const fillers = setOf(
  'and so um uh er erm but or well like okay ok yeah yes no right anyway also then because plus hmm mhm now alright sure',
);
const leaning = setOf('he she it they them this that these those which who whom his her their its there such him');
const askers = setOf('how why what who when where which did does do is are can could would should will have has');
const figures = setOf(
  'one two three four five six seven eight nine ten hundred thousand million billion percent half twice double triple first',
);
const strong = setOf(
  'never always nobody everybody nothing everything secret mistake mistakes best worst biggest stop imagine truth problem wrong free why how ' +
    'new only must cannot important surprising surprised amazing incredible record love hate fear crazy simple easy hard win lose lost ' +
    'danger dangerous money fail failed failure success remember reason results growth because however instead actually discover ' +
    'discovered change changed power great strong strongest highest lowest',
);

/** A word without its punctuation, in lower case. */
export const bareWord = (text: string): string => text.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

export const isFiller = (text: string): boolean => fillers.has(bareWord(text));
/** Points back at something said before, so that a stranger cannot follow. */
export const isLeaning = (text: string): boolean => leaning.has(bareWord(text));
export const isAsker = (text: string): boolean => askers.has(bareWord(text));
export const isFigure = (text: string): boolean => FIGURE.test(text) || figures.has(bareWord(text));
export const isStrong = (text: string): boolean => strong.has(bareWord(text));
export const isAddress = (text: string): boolean => /^you(?:r|rs|rself|'re|’re|'ll|’ll|'ve|’ve)?$/.test(bareWord(text));
export const endsQuestion = (text: string): boolean => QUESTION.test(text);
/** Ends with a full stop, question or exclamation mark that is not part of an abbreviation. */
export const endsSentence = (text: string): boolean => TERMINAL.test(text) && !ABBREVIATION.test(text);
export const startsLower = (text: string): boolean => /^[^\p{L}\p{N}]*\p{Ll}/u.test(text);
export const startsUpper = (text: string): boolean => /^[^\p{L}\p{N}]*\p{Lu}/u.test(text);
export const endsPhrase = (text: string): boolean => /[,;:،、—–]$/u.test(text);
