/** In arrays at least this long, the text of each item is worth remembering. */
const LONG = 100;

/**
 * JSON with sorted keys and without spaces or undefined members: equal values give equal text, whatever order their keys were
 * set in. For hashing. `remembered` keeps the text of the objects in long arrays for the next call (not of the arrays: versions of
 * one share their items); give it only for values that never change.
 * Throws on what JSON cannot hold (functions, symbols, numbers that are not finite).
 */
export function canonicalJson(value: unknown, remembered?: WeakMap<object, string>): string {
  if (typeof value === 'string' || value === null || typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== 'object') throw new TypeError(`A value of type ${typeof value} has no canonical JSON`);
  if (!Array.isArray(value)) return writeMembers(value, remembered);
  const isLong = remembered !== undefined && value.length >= LONG;
  const items = value.map((item) => (isLong && isObject(item) ? recall(item, remembered) : canonicalJson(item, remembered)));
  return `[${items.join(',')}]`;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function writeMembers(value: object, remembered: WeakMap<object, string> | undefined): string {
  const members = value as Readonly<Record<string, unknown>>; // its own keys are asked for below
  let text = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member, remembered)}`;
  }
  return `{${text}}`;
}

function recall(value: object, remembered: WeakMap<object, string>): string {
  const before = remembered.get(value);
  if (before !== undefined) return before;
  const text = canonicalJson(value, remembered);
  remembered.set(value, text);
  return text;
}
