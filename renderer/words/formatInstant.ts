type Where = { readonly zone: string; readonly now: Date };

const dayKey = (at: Date, zone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
const DAY_MS = 86_400_000;

/** An instant in the creator's zone: “Today 14:05”, “Tomorrow 09:00”, “Fri, 4 Dec, 09:00”, with the year when it is another. */
export function formatInstant(instant: string, { zone, now }: Where): string {
  const at = new Date(instant);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
  const day = dayKey(at, zone);
  if (day === dayKey(now, zone)) return `Today ${clock}`;
  if (day === dayKey(new Date(now.getTime() + DAY_MS), zone)) return `Tomorrow ${clock}`;
  if (day === dayKey(new Date(now.getTime() - DAY_MS), zone)) return `Yesterday ${clock}`;
  const date = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(day.slice(0, 4) !== dayKey(now, zone).slice(0, 4) && { year: 'numeric' }),
  }).format(at);
  return `${date.replaceAll(',', '')}, ${clock}`; // whether the day takes a comma differs between versions of the language data
}
