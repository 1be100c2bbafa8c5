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
    const lines = channels.map(
      ({ id, platform, name, paused, reason }) => `${id}  ${platform}  ${name}${paused ? `  paused: ${reason ?? ''}` : ''}`,
    );
    return { document: { channels }, lines };
  },
};
