import { setTimeout as sleep } from 'node:timers/promises';
import type { SignIn } from '../../shared/contract/channels.ts';
import { Failure } from '../../shared/errors.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { openBrowser } from '../start/openBrowser.ts';
import { WrongUsage, type Command, type CommandCall, type StudioClient } from './command.ts';
import { argumentsOf, textsOf } from './readOptions.ts';

const LOOK_EVERY_MS = 300;

export const connectCommand: Command = {
  name: 'connect',
  summary: 'Sign in to a platform through your browser',
  usage: 'PLATFORM [--no-open] [--paste] [--account NAME…]',
  options: { 'no-open': { type: 'boolean' }, paste: { type: 'boolean' }, account: { type: 'string', multiple: true } },
  help: [
    ['PLATFORM', `one of ${RemotePlatform.options.join(', ')}; its keys are stored with “tidereel keys PLATFORM”`],
    ['--no-open', 'only print the address, for a browser of your choice'],
    ['--paste', 'read the address at which the browser ended from standard input, for a browser on another computer'],
    ['--account NAME', 'where several accounts are allowed: the one to use, by its name, @name or id; may be repeated'],
  ],
  async run(call) {
    const [given] = argumentsOf(call, 'PLATFORM');
    const { success, data: platform } = RemotePlatform.safeParse(given);
    if (!success) throw new WrongUsage(`There is no platform “${given}” to sign in to. There are: ${RemotePlatform.options.join(', ')}.`);
    const { values, signal } = call;
    const studio = await call.studio();
    await studio.work(); // a person takes minutes in the browser: meanwhile other commands find a studio that runs
    const { client } = studio;
    const paste = values['paste'] === true;
    // Not to be broken off: a sign-in that was begun and is not known here could not be cancelled.
    const begun = await client.channels.signIn({ platform, ...(paste ? { route: 'paste' as const } : {}) });
    try {
      signal.throwIfAborted();
      call.say(`Allow Tidereel to post for you at:\n${begun.authorizeUrl}`);
      if (values['no-open'] !== true && !(await openBrowser(begun.authorizeUrl, process.platform)))
        call.say('No browser could be opened here. Open the address yourself.');
      const answered = await (paste || begun.route === 'paste' ? takeAddress(client, begun, call) : waitForBrowser(client, begun, signal));
      const chosen = await chooseAccounts(client, answered, textsOf(values, 'account'), signal);
      return await tell(client, chosen, signal);
    } catch (error) {
      await client.channels.cancelSignIn({ signInId: begun.id }).catch(() => undefined); // over already, or its studio has gone
      throw error;
    }
  },
};

async function waitForBrowser(client: StudioClient, begun: SignIn, signal: AbortSignal): Promise<SignIn> {
  for (;;) {
    const now = await client.channels.signInState({ signInId: begun.id }, { signal });
    if (now.state !== 'waiting') return now;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function takeAddress(client: StudioClient, begun: SignIn, call: CommandCall): Promise<SignIn> {
  call.say('Paste the whole address at which the browser ended, then end the input (Enter, then Ctrl-D).');
  const address = (await call.readStdin()).trim();
  const now = await client.channels.signInState({ signInId: begun.id }, { signal: call.signal });
  if (now.state !== 'waiting') return now; // a browser on this computer came back by itself meanwhile
  return client.channels.finishSignIn({ signInId: begun.id, address }, { signal: call.signal });
}

/** Takes the accounts that were named, or the only one there is. */
async function chooseAccounts(client: StudioClient, answered: SignIn, wanted: readonly string[], signal: AbortSignal): Promise<SignIn> {
  if (answered.state === 'failed' || (answered.state === 'choosing' && answered.problem !== null)) {
    const { message, hint } = answered.problem ?? { message: 'The sign-in failed.', hint: 'Begin it again.' };
    throw new Failure('REFUSED', message, hint);
  }
  if (answered.state === 'done') return answered;
  const { id: signInId, accounts } = answered;
  const list = accounts.map(({ name, handle, remoteAccount }) => `${name} (${handle || remoteAccount})`).join(', ');
  if (wanted.length === 0)
    throw new Failure('CONFLICT', 'Several accounts were allowed. None was connected.', `Choose with --account: ${list}.`);
  const remoteAccounts = wanted.map((text) => {
    const found = accounts.find((account) => namesOf(account).includes(plain(text)));
    if (found === undefined)
      throw new Failure('BAD_INPUT', `“${text}” is not among the accounts that were allowed. None was connected.`, `There are: ${list}.`);
    return found.remoteAccount;
  });
  return client.channels.chooseAccounts({ signInId, remoteAccounts: [...new Set(remoteAccounts)] }, { signal });
}

const plain = (text: string): string => text.trim().replace(/^@/, '').toLowerCase();
const namesOf = ({ remoteAccount, name, handle }: SignIn['accounts'][number]): string[] => [remoteAccount, name, handle].map(plain);

async function tell(client: StudioClient, { channelIds }: SignIn, signal: AbortSignal) {
  const all = await client.channels.list(undefined, { signal });
  const channels = channelIds.flatMap((id) => all.filter((channel) => channel.id === id));
  const shown = channels.map(({ id, platform, name }) => ({ id, platform, name }));
  const [channel, ...more] = shown;
  if (channel === undefined) throw new Failure('CONFLICT', 'The sign-in made no channel.', '“tidereel channels” lists what is connected.');
  return {
    document: more.length === 0 ? { channel } : { channel, channels: shown },
    lines: channels.flatMap(({ id, name, notes }) => [`Signed in as ${name}. Post to it with: --to ${id}`, ...notes]),
  };
}
