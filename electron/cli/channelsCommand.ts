import type { Command } from './command.ts';
import { argumentsOf } from './readOptions.ts';

export const channelsCommand: Command = {
  name: 'channels',
  summary: 'List the accounts that posts can go to',
  usage: '',
  options: {},
  help: [],
  async run(call) {
    argumentsOf(call);
    const { client } = await call.studio();
    const channels = await client.channels.list(undefined, { signal: call.signal });
    const lines = channels.flatMap(({ id, platform, name, handle, standing, paused, reason, notes }) => [
      [id, platform, handle === '' ? name : `${name} (${handle})`, standing, ...(paused ? [`paused: ${reason ?? ''}`] : [])].join('  '),
      ...notes.map((note) => `    ${note}`),
    ]);
    return { document: { channels }, lines };
  },
};
