import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from './command.ts';
import { argumentsOf, textOf, textsOf } from './readOptions.ts';
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
    await studio.work();
    const { project } = await studio.client.projects.import({ path: resolve(file) }, { signal: call.signal });
    if (out !== undefined) await mkdir(resolve(out), { recursive: true });
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
