import { KeyName } from '../../shared/contract/settings.ts';
import { Failure } from '../../shared/errors.ts';
import { z } from 'zod';
import { WrongUsage, type Command } from './command.ts';

export const keysCommand: Command = {
  name: 'keys',
  summary: 'Store credentials, read as one JSON object from standard input',
  usage: '[NAME [--remove]]',
  options: { remove: { type: 'boolean' } },
  help: [
    ['NAME', `one of ${KeyName.options.join(', ')}; without it, the stored names are listed`],
    ['--remove', 'forget what is stored under this name'],
  ],
  async run(call) {
    const [given, surplus] = call.positionals;
    if (surplus !== undefined) throw new WrongUsage(`“${surplus}” is one argument too many.`);
    if (given === undefined) {
      const { client } = await call.studio();
      const keys = await client.keys.list(undefined, { signal: call.signal });
      const lines = [
        keys.ready ? `Stored in ${keys.store}: ${keys.names.join(', ') || 'nothing yet'}.` : (keys.why ?? 'No secrets can be stored here.'),
      ];
      return { document: keys, lines };
    }
    const { success, data: name } = KeyName.safeParse(given);
    if (!success) throw new WrongUsage(`There are no keys called “${given}”. There are: ${KeyName.options.join(', ')}.`);
    const remove = call.values['remove'] === true;
    const value = remove ? null : readCredentials(await call.readStdin()); // before the studio opens: typing may take a while
    const { client } = await call.studio();
    if (value === null) await client.keys.remove({ name }, { signal: call.signal });
    else await client.keys.set({ name, value }, { signal: call.signal });
    return {
      document: { name, stored: !remove },
      lines: [remove ? `The keys for ${name} are forgotten.` : `The keys for ${name} are stored.`],
    };
  },
};

function readCredentials(text: string): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  } catch {
    // Without the cause: it would quote what was typed.
    throw new Failure('BAD_INPUT', 'Standard input is not one JSON object of texts. Nothing was stored.', 'For example: {"apiKey":"…"}');
  }
}
