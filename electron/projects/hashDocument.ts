import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/timeline/canonicalJson.ts';
import type { Timeline } from '../../shared/timeline/document.ts';

const known = new WeakMap<Timeline, { json: string; hash: string }>();

/**
 * A document as canonical JSON, and its SHA-256. A timeline object never changes, so what was worked out once is kept for as
 * long as the object lives.
 */
export function hashDocument(timeline: Timeline): { json: string; hash: string } {
  const before = known.get(timeline);
  if (before !== undefined) return before;
  const json = canonicalJson(timeline);
  const worked = { json, hash: createHash('sha256').update(json).digest('hex') };
  known.set(timeline, worked);
  return worked;
}
