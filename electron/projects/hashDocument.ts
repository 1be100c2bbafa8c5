import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/timeline/canonicalJson.ts';
import type { Timeline } from '../../shared/timeline/document.ts';

/* A timeline and its parts never change once they are made, so what was worked out is kept for as long as they live. */
const hashes = new WeakMap<Timeline, string>();
const parts = new WeakMap<object, string>();

/** SHA-256 of a document in canonical JSON. */
export function hashDocument(timeline: Timeline): string {
  const before = hashes.get(timeline);
  if (before !== undefined) return before;
  const hash = createHash('sha256').update(writeDocument(timeline)).digest('hex');
  hashes.set(timeline, hash);
  return hash;
}

/** A document as it is hashed and stored. */
export const writeDocument = (timeline: Timeline): string => canonicalJson(timeline, parts);
