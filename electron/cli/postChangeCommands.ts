import { WrongUsage, type Command } from './command.ts';
import { postDocument, postLine } from './postDocument.ts';
import { argumentsOf, textOf } from './readOptions.ts';

const named = (name: 'approve' | 'cancel' | 'restore', summary: string): Command => ({
  name,
  summary,
  usage: 'POST',
  options: {},
  help: [],
  async run(call) {
    const [postId] = argumentsOf(call, 'POST');
    const { client } = await call.studio();
    const post = await client.posts[name]({ postId }, { signal: call.signal });
    return { document: { post: postDocument(post) }, lines: [postLine(post)] };
  },
});

export const approveCommand = named('approve', 'Say yes to a post exactly as it is now');
export const cancelCommand = named('cancel', 'Take a post out of the queue');
export const restoreCommand = named('restore', 'Bring a cancelled post back, or try a failed one again');

const answers = { look: 'look-again', live: 'it-is-live', again: 'send-again', 'give-up': 'give-up' } as const;

export const resolveCommand: Command = {
  name: 'resolve',
  summary: 'Answer for a post that needs you',
  usage: 'POST (--look | --live URL | --again | --give-up)',
  options: { look: { type: 'boolean' }, live: { type: 'string' }, again: { type: 'boolean' }, 'give-up': { type: 'boolean' } },
  help: [
    ['--look', 'look at the platform once more, or try again where nothing was sent'],
    ['--live URL', 'you found it live at this address'],
    ['--again', 'you looked, it is not public: send it again'],
    ['--give-up', 'leave it as failed'],
  ],
  async run(call) {
    const [postId] = argumentsOf(call, 'POST');
    const given = Object.entries(answers).filter(([option]) => call.values[option] !== undefined && call.values[option] !== false);
    const [chosen] = given;
    if (chosen === undefined || given.length > 1) throw new WrongUsage('Give one of --look, --live URL, --again and --give-up.');
    const url = textOf(call.values, 'live');
    if (url !== undefined && !URL.canParse(url)) throw new WrongUsage(`“${url}” is not an address. It looks like https://…`);
    const { client } = await call.studio();
    const post = await client.posts.resolve({ postId, answer: chosen[1], ...(url === undefined ? {} : { url }) }, { signal: call.signal });
    return { document: { post: postDocument(post) }, lines: [postLine(post)] };
  },
};
