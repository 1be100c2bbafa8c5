type Context = { source?: string };

/**
 * Parses an answer; undefined when it is no JSON. Whole numbers beyond 2^53 come as their own digits: platforms use 64-bit
 * ids, and a rounded id names another post.
 */
export function parseJson(text: string): unknown {
  const keepLargeIds = (_key: string, value: unknown, context?: Context): unknown => {
    if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
    return /^-?\d+$/.test(context.source) ? context.source : value;
  };
  try {
    return JSON.parse(text, keepLargeIds);
  } catch {
    return undefined; // a page of a proxy, or half an answer: whoever asked judges by the status
  }
}
