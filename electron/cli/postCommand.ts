import { resolve } from 'node:path';
import type { PostOptions } from '../../shared/publish/postOptions.ts';
import { WrongUsage, type Command, type StudioClient } from './command.ts';
import { postDocument, postLine } from './postDocument.ts';
import { argumentsOf, instantOf, textOf, textsOf } from './readOptions.ts';
import { listOptions, optionsFor, readWishes, refuseUnused } from './readPostOptions.ts';
import { renderProject } from './renderProject.ts';

export const postCommand: Command = {
  name: 'post',
  summary: 'Plan posts of a project or a finished video',
  usage: '(PROJECT.json|VIDEO) --to CHANNEL… [--at ISO] [--caption T] [--title T] [--set NAME=VALUE…] [--approve]',
  options: {
    to: { type: 'string', multiple: true },
    at: { type: 'string' },
    caption: { type: 'string' },
    title: { type: 'string' },
    set: { type: 'string', multiple: true },
    approve: { type: 'boolean' },
  },
  help: [
    ['--to CHANNEL', 'where to; may be repeated. “tidereel channels” lists them'],
    ['--at ISO', 'when, for example 2026-11-21T18:00:00Z (as soon as it is approved)'],
    ['--caption T', 'the words beside the video'],
    ['--title T', 'the title, where the platform has one'],
    ['--set NAME=VALUE', 'an option of the platform, for all channels that have it; PLATFORM.NAME=VALUE for one platform'],
    ...listOptions().map((line) => ['', line] as const),
    ['--approve', 'you have seen exactly this, and it may go out'],
  ],
  async run(call) {
    const [file] = argumentsOf(call, 'PROJECT.json or VIDEO');
    const { values, signal } = call;
    const channelIds = textsOf(values, 'to');
    if (channelIds.length === 0) throw new WrongUsage('--to is missing: the channel that gets the post.');
    const [at, title] = [instantOf(values, 'at'), textOf(values, 'title')];
    const words = {
      caption: textOf(values, 'caption') ?? '',
      ...(title === undefined ? {} : { title }),
      ...(at === undefined ? {} : { at }),
    };
    const given = values['set'];
    const wishes = readWishes(Array.isArray(given) ? given.filter((text) => typeof text === 'string') : []);
    const studio = await call.studio();
    const perChannel = wishes.length === 0 ? {} : { perChannel: await readOptionsOf(studio.client) };
    const subject = /\.json$/i.test(file) ? { renderId: await renderFile() } : { videoPath: resolve(file) };
    await studio.rest(); // this command plans; sending is for the studio, or for “queue --work”
    const posts = await studio.client.posts.create(
      { ...subject, ...words, ...perChannel, channelIds, approve: values['approve'] === true },
      { signal },
    );
    return { document: { posts: posts.map(postDocument) }, lines: posts.map(postLine) };

    async function readOptionsOf(client: StudioClient): Promise<Record<string, { options?: PostOptions }>> {
      const channels = (await client.channels.list(undefined, { signal })).filter(({ id }) => channelIds.includes(id));
      if (channels.length === new Set(channelIds).size) refuseUnused(channels, wishes); // else one is unknown, which is said better later
      const chosen = channels.flatMap((channel) => {
        const options = optionsFor(channel, wishes);
        return options === undefined ? [] : [[channel.id, { options }] as const];
      });
      return Object.fromEntries(chosen);
    }

    async function renderFile(): Promise<string> {
      const { client } = studio;
      const { project, notes } = await client.projects.import({ path: resolve(file) }, { signal });
      for (const note of notes) call.say(note);
      await studio.work();
      const [render] = await renderProject(client, { projectId: project.id }, call);
      return render?.id ?? '';
    }
  },
};
