/** A length of time in words, without parts that are zero: “12 h”, “2 min 20 s”. */
export function sayLength(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [
    { count: Math.floor(whole / 3_600), unit: 'h' },
    { count: Math.floor(whole / 60) % 60, unit: 'min' },
    { count: whole % 60, unit: 's' },
  ].filter(({ count }) => count > 0);
  return parts.length === 0 ? '0 s' : parts.map(({ count, unit }) => `${count} ${unit}`).join(' ');
}
