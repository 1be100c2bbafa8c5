import type { Command } from './command.ts';
import { argumentsOf } from './readOptions.ts';

export const disconnectCommand: Command = {
  name: 'disconnect',
  summary: 'Sign out of an account, at the platform and here',
  usage: 'CHANNEL',
  options: {},
  help: [['CHANNEL', 'as “tidereel channels” names it; its posts are kept and wait for a new sign-in']],
  async run(call) {
    const [channelId] = argumentsOf(call, 'CHANNEL');
    const { client } = await call.studio();
    const { id, platform, name, standing, reason } = await client.channels.signOut({ channelId }, { signal: call.signal });
    return { document: { channel: { id, platform, name, standing, reason } }, lines: [`${name}: ${reason ?? 'signed out.'}`] };
  },
};
