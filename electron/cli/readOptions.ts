import { WrongUsage, type CommandCall } from './command.ts';

type Values = CommandCall['values'];

/** The text of an option, or undefined when it was not given. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every text of an option that may be repeated or separated by commas. */
export function textsOf(values: Values, name: string): string[] {
  const value = values[name];
  const given = Array.isArray(value) ? value : [value];
  return given
    .flatMap((one) => (typeof one === 'string' ? one.split(',') : []))
    .map((one) => one.trim())
    .filter(Boolean);
}

type Range = { readonly least: number; readonly most?: number };

/** @throws WrongUsage when it is not a number, or outside of the range. */
export function numberOf(values: Values, name: string, { least, most = Infinity }: Range): number | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most)
    throw new WrongUsage(`--${name} takes a number from ${least}${most === Infinity ? '' : ` to ${most}`}, and not “${text}”.`);
  return value;
}

/** @throws WrongUsage when it is not a whole number, or outside of the range. */
export function wholeOf(values: Values, name: string, range: Range): number | undefined {
  const value = numberOf(values, name, range);
  if (value !== undefined && !Number.isSafeInteger(value)) throw new WrongUsage(`--${name} takes a whole number, and not “${value}”.`);
  return value;
}

/** A day of the calendar: `Date` alone would take the 31st of February for the 3rd of March. */
const isDate = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

/** An instant in ISO 8601; without an offset it is meant in this computer's zone. @throws WrongUsage */
export function instantOf(values: Values, name: string): string | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const [, date = ''] = /^(\d{4}-\d{2}-\d{2})T/.exec(text) ?? [];
  const at = new Date(text);
  if (!isDate(date) || Number.isNaN(at.getTime()))
    throw new WrongUsage(`--${name} takes a time like 2026-11-21T18:00:00Z, and not “${text}”.`);
  return at.toISOString();
}

/** The arguments that are no options. @throws WrongUsage unless there are exactly those that are named. */
export function argumentsOf<const Names extends readonly string[]>(call: CommandCall, ...names: Names): { [At in keyof Names]: string } {
  const { positionals } = call;
  const missing = names[positionals.length];
  if (missing !== undefined) throw new WrongUsage(`${missing} is missing.`);
  const [surplus] = positionals.slice(names.length);
  if (surplus !== undefined) throw new WrongUsage(`“${surplus}” is one argument too many.`);
  return positionals as unknown as { [At in keyof Names]: string }; // as many as there are names, checked above
}
