/** An amount in US dollars, with the tenths of cents that platforms charge: `$0`, `$0.015`, `$0.20`, `$12.40`. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  const tenths = Math.round(usd * 1_000);
  if (tenths === 0) return 'under $0.001';
  return `$${(tenths / 1_000).toFixed(tenths % 10 === 0 ? 2 : 3)}`;
}
