import { resolve } from 'node:path';
import type { Command } from './command.ts';
import { argumentsOf } from './readOptions.ts';

export const checkCommand: Command = {
  name: 'check',
  summary: 'Judge a finished video: picture, sound, captions, platform limits',
  usage: 'VIDEO',
  options: {},
  help: [],
  async run(call) {
    const [video] = argumentsOf(call, 'VIDEO');
    const { client } = await call.studio();
    const quality = await client.renders.check({ path: resolve(video) }, { signal: call.signal });
    const findings = quality.findings.map(({ weight, message, cure, at }) => {
      const where = at === null ? '' : ` (at ${at.toFixed(1)} s)`;
      return `${weight.padEnd(8)} ${message}${where}${cure === '' ? '' : `\n         ${cure}`}`;
    });
    return { document: quality, lines: [`${quality.score} of 100`, ...findings] };
  },
};
