/* npm run bench: a table, or one JSON document with --json. --only NAME measures one part. Progress goes to standard error. Exit 1 when a bar is missed. */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { ffmpeg } from '../render/material.ts';
import { benchCalls } from './callsBench.ts';
import { benchQueue } from './queueBench.ts';
import { benchRender } from './renderBench.ts';
import type { BenchResult } from './result.ts';
import { benchUploads } from './uploadBench.ts';
import { benchWindow } from './windowBench.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' }, only: { type: 'string' } },
});
const results: BenchResult[] = [];
for (const [name, bench] of [
  ['window', benchWindow],
  ['calls', benchCalls],
  ['queue', benchQueue],
  ['uploads', () => benchUploads(Number(values.rounds))],
  ['render', () => benchRender(Number(values.rounds))],
] as const) {
  if (values.only !== undefined && values.only !== name) continue;
  console.error(`measuring: ${name} …`);
  results.push(...(await bench()));
}
const machine = {
  cores: cpus().length,
  processor: cpus()[0]?.model ?? '',
  memoryGb: Math.round(totalmem() / 1e9),
  node: process.version,
  ffmpeg: ffmpeg.version,
};
if (values.json) console.log(JSON.stringify({ machine, results }));
else {
  console.log(`${machine.cores} × ${machine.processor}, ${machine.memoryGb} GB, Node ${machine.node}, FFmpeg ${machine.ffmpeg}`);
  console.table(
    results.map(({ name, value, unit, ratio, bar }) => ({
      name,
      value: `${value.toFixed(2)} ${unit}`,
      ratio: ratio.toFixed(3),
      bar,
      met: ratio <= bar ? 'yes' : 'NO',
    })),
  );
}
process.exitCode = results.every(({ ratio, bar }) => ratio <= bar) ? 0 : 1;
