import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { bytesBeforeLast, pieceOf, planChunks } from '../../../electron/publish/tiktok/planChunks.ts';

const MIB = 1024 * 1024;

test.each([
  [1, 1],
  [3_145_728, 1],
  [5_000_000, 1],
  [5_242_880, 1],
  [10_485_759, 1],
  [10_485_760, 2],
  [64_000_000, 12],
  [150_000_000, 16],
  [1_000_000_000, 16],
  [1_024_000_001, 17],
  [4_294_967_296, 68],
])('a film of %i bytes goes in %i pieces', (bytes, chunks) => {
  expect(planChunks(bytes).chunks).toBe(chunks);
});

test('every plan keeps all of TikTok’s rules, whether a MB is decimal or binary', () => {
  assert(
    property(integer({ min: 1, max: 4 * 1024 * MIB }), (bytes) => {
      const plan = planChunks(bytes);
      const { chunks, chunkBytes } = plan;
      expect(chunks).toBe(Math.max(1, Math.floor(bytes / chunkBytes)));
      expect(chunks).toBeLessThanOrEqual(1000);
      if (chunks > 1) expect(chunkBytes).toBeGreaterThanOrEqual(5 * MIB);
      expect(chunkBytes).toBeLessThanOrEqual(64_000_000);
      const last = pieceOf(plan, chunks - 1);
      expect(last).toEqual({ start: bytesBeforeLast(plan), end: bytes - 1 });
      const lastBytes = last.end - last.start + 1;
      expect(lastBytes).toBeLessThanOrEqual(64_001_000);
      if (chunks > 1) expect(lastBytes - chunkBytes).toBeLessThan(chunks); // what is left over is next to nothing
    }),
  );
});

test('the pieces follow each other without a gap', () => {
  const plan = planChunks(150_000_123);
  let next = 0;
  for (let index = 0; index < plan.chunks; index += 1) {
    const { start, end } = pieceOf(plan, index);
    expect(start).toBe(next);
    next = end + 1;
  }
  expect(next).toBe(150_000_123);
});

test('an ordinary film leaves little for the last piece', () => {
  const plan = planChunks(60_000_000);
  expect(plan.bytes - bytesBeforeLast(plan)).toBeLessThan(6_000_000);
});
