import { Temporal } from 'temporal-polyfill';

/** When a row of a plan wants its post to go out. */
export type When = { readonly kind: 'at'; readonly ms: number } | { readonly kind: 'next-slot' } | { readonly kind: 'no-time' };

const HOW = 'Write it like 2026-11-21 18:00, or 2026-11-21T18:00:00Z, leave it empty for the next free slot, or write “draft”.';

function readInstant(text: string, zone: string): number {
  if (text.includes('[')) return Temporal.ZonedDateTime.from(text).epochMilliseconds;
  if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text) && /\d:\d/.test(text))
    return Temporal.Instant.from(text.replace(/\s+(?=[Z+-])/i, '')).epochMilliseconds;
  if (!/\d[ T]\d{1,2}:\d{2}/.test(text)) throw new RangeError('a day without a time');
  const padded = text.replace(/(\d)[ T](\d:)/, '$1T0$2');
  return Temporal.PlainDateTime.from(padded).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/**
 * Reads the cell `at`. A time without a zone is by the clocks of `zone`: one in the gap of spring moves forward by it, and
 * of a doubled one the first counts, as for slots. Answers words for people when it cannot be read.
 */
export function readWhen(cell: string, zone: string): When | string {
  const text = cell.trim();
  if (text === '') return { kind: 'next-slot' };
  if (text.toLowerCase() === 'draft') return { kind: 'no-time' };
  try {
    return { kind: 'at', ms: readInstant(text, zone) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `“${text.slice(0, 60)}” is not a time. ${HOW}`;
  }
}
