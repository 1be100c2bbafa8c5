import type { Command } from './command.ts';
import { postDocument, postLine } from './postDocument.ts';
import { argumentsOf } from './readOptions.ts';

const named = (name: 'approve' | 'cancel', summary: string): Command => ({
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
