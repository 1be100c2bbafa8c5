import type { Part } from './visibleParts.ts';

/**
 * Length of the grid that chunks follow, in seconds. Measured against one plain graph of 48 s: 4 s chunks 1.10 of its time,
 * 6 s 0.98, 8 s 1.11 (the last ones wait alone); one changed caption costs an eighth to a fifth of a full render.
 */
const CHUNK_SECONDS = 6;

/**
 * Where a render is cut into chunks, in output frames: first 0, last the total.
 *
 * Borders are tied to places in the sources (every 6 s of source), not to the timeline: when something is cut out near
 * the start, everything behind it moves but keeps its borders, its chunks and so its files. Every chunk is between half
 * and one and a half grid lengths, but for the last.
 */
export function chunkBorders(parts: readonly Part[], fps: number): number[] {
  const grid = CHUNK_SECONDS * fps;
  const total = parts.reduce((sum, part) => sum + part.frames, 0);
  const borders = [0];
  let last = 0;
  const offer = (frame: number): void => {
    while (frame - last > grid * 1.5) borders.push((last += grid)); // a slow clip has its grid points far apart
    if (frame - last >= grid / 2) borders.push((last = frame));
  };
  for (const part of parts) {
    offer(part.first);
    for (const frame of gridPoints(part, grid)) offer(frame);
  }
  while (total - last > grid * 1.5) borders.push((last += grid));
  if (borders.length > 1 && total - last < grid / 4) borders.pop();
  return [...borders, total];
}

function* gridPoints(part: Part, grid: number): Generator<number> {
  const source = part.kind === 'clip' ? part.sourceFrame : 0;
  const speed = part.kind === 'clip' ? part.speed : 1;
  for (let mark = Math.floor(source / grid) + 1; ; mark += 1) {
    const frame = part.first + Math.ceil((mark * grid - source) / speed);
    if (frame >= part.first + part.frames) return;
    yield frame;
  }
}
