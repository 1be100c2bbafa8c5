import { resolve } from 'node:path';
import type { Command } from './command.ts';
import { makeFolder } from './makeFolder.ts';
import { argumentsOf, textOf, textsOf } from './readOptions.ts';
import { refuseEarly } from './refuseEarly.ts';
import { renderDocument, renderProject } from './renderProject.ts';

export const renderCommand: Command = {
  name: 'render',
  summary: 'Render a project file',
  usage: 'PROJECT.json [--format NAME] [--out DIR]',
  options: { format: { type: 'string', multiple: true }, out: { type: 'string' } },
  help: [
    ['--format NAME', 'for example 9:16, 16:9 or 1:1; may be repeated (the project’s own)'],
    ['--out DIR', 'folder for the videos (renders, in the data folder)'],
  ],
  async run(call) {
    const [file] = argumentsOf(call, 'PROJECT.json');
    const formats = textsOf(call.values, 'format');
    const out = textOf(call.values, 'out');
    const studio = await call.studio();
    await refuseEarly(studio.client, { formats }, call.signal);
    await studio.work();
    const { project, notes } = await studio.client.projects.import({ path: resolve(file) }, { signal: call.signal });
    for (const note of notes) call.say(note);
    if (out !== undefined) await makeFolder(resolve(out));
    const wanted = {
      projectId: project.id,
      ...(formats.length === 0 ? {} : { formats }),
      ...(out === undefined ? {} : { out: resolve(out) }),
    };
    const renders = await renderProject(studio.client, wanted, call);
    const lines = renders.map(
      ({ path, format, quality }) => `${path}  ${format}${quality === null ? '' : `  quality ${quality.score}/100`}`,
    );
    return { document: { renders: renders.map(renderDocument) }, lines };
  },
};
