const LOOKED_UP_FOR_MS = 10_000;
let known: { readonly zone: string; readonly at: number } | null = null;

/** The computer's IANA zone. Looking it up takes long enough to show when asked for every post, so it is kept for ten seconds. */
export function systemZone(): string {
  const at = performance.now();
  if (known === null || at - known.at > LOOKED_UP_FOR_MS) known = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, at };
  return known.zone;
}
