/** A length for people: `0:07`, `12:30`, `1:02:03`; with `tenths`, `0:07.4`. */
export function formatSeconds(seconds: number, { tenths = false }: { tenths?: boolean } = {}): string {
  const whole = tenths ? Math.floor(seconds * 10) : Math.round(seconds) * 10;
  const total = Math.max(0, Math.floor(whole / 10));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const clock = hours > 0 ? `${hours}:${pad(minutes)}:${pad(total % 60)}` : `${minutes}:${pad(total % 60)}`;
  return tenths ? `${clock}.${Math.max(0, whole) % 10}` : clock;
}

/** What is left of a task: “8 s left”, “about 3 min left”. */
export function formatRemaining(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.round(seconds / 3600)} h left`;
}
