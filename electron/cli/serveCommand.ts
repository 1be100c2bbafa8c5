import { buildWhenOld } from '../start/buildWhenOld.ts';
import { findAppRoot } from '../findAppRoot.ts';
import { runHeadless } from '../headless.ts';
import type { Command } from './command.ts';
import { argumentsOf, wholeOf } from './readOptions.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the studio for the browser on this computer',
  usage: '[--port N]',
  options: { port: { type: 'string' } },
  help: [['--port N', 'a fixed port (a free one)']],
  async run(call) {
    argumentsOf(call);
    const port = wholeOf(call.values, 'port', { least: 0, most: 65_535 }) ?? 0;
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    await buildWhenOld(findAppRoot(), ['renderer'], say);
    const studio = await runHeadless({ home: call.home, env: call.env, port });
    call.print(call.values['json'] === true ? JSON.stringify({ address: studio.address }) : studio.address);
    for (const notice of studio.notices) say(notice);
    if (studio.close === null) {
      say('The studio was running already; this address opens it.');
      return null;
    }
    const { close } = studio;
    if (call.signal.aborted) await close();
    else call.signal.addEventListener('abort', () => void close(), { once: true });
    await studio.closed;
    return null;
  },
};
