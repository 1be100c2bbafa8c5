import { createHash } from 'node:crypto';
import type { MetricReading } from './adapter.ts';

const DAY_MS = 86_400_000;

/** Shares of 0–1, the same for the same seed. */
function shares(seed: string): (index: number) => number {
  const bytes = createHash('sha256').update(seed).digest();
  return (index) => bytes.readUInt16BE(index * 2) / 0xffff;
}

/**
 * Invented numbers for a practice post: views near a ceiling along 1 − e^(−t/τ), faster by day and slower by night.
 * They never fall, and the same post of the same age always has the same numbers. `publicAt` and `now` in ms since 1970.
 */
export function practiceNumbers(seed: string, publicAt: number, now: number): MetricReading {
  const share = shares(seed);
  const age = Math.max(0, now - publicAt);
  const ceiling = 120 * 10 ** (share(0) * 2.5); // 120 to 38,000 views
  const tauMs = DAY_MS * (0.3 + share(1) * 1.5);
  // Time as an audience lives it: ∫ 1 + a·sin(ωt) dt, which only grows while a < 1. Mornings are slow, evenings fast.
  const turn = (2 * Math.PI) / DAY_MS;
  const lived = (at: number): number => at - (0.7 / turn) * Math.cos(turn * at - Math.PI * 1.2);
  const views = Math.floor(ceiling * (1 - Math.exp(-Math.max(0, lived(publicAt + age) - lived(publicAt)) / tauMs)));
  return {
    views,
    likes: Math.floor(views * (0.03 + share(2) * 0.09)),
    comments: Math.floor(views * (0.002 + share(3) * 0.008)),
    shares: Math.floor(views * (0.002 + share(4) * 0.012)),
  };
}
