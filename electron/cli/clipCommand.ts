import { resolve } from 'node:path';
import { WrongUsage, type Command, type CommandCall, type StudioClient } from './command.ts';
import { freePath } from './freePath.ts';
import { makeFolder } from './makeFolder.ts';
import { argumentsOf, numberOf, textOf, wholeOf } from './readOptions.ts';
import { refuseEarly } from './refuseEarly.ts';
import { renderProject } from './renderProject.ts';
import { waitForJob } from './waitForJob.ts';

/** How long a clip may be. */
const seconds = { least: 1, most: 600 };

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);

export const clipCommand: Command = {
  name: 'clip',
  summary: 'Find the best moments of a recording and render each as a short video',
  usage: 'FILE [--transcript FILE] [--count N] [--min S] [--max S] [--style NAME] [--format NAME] [--out DIR]',
  options: {
    transcript: { type: 'string' },
    count: { type: 'string' },
    min: { type: 'string' },
    max: { type: 'string' },
    style: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
  },
  help: [
    ['--transcript FILE', 'words of the recording: SRT, VTT, ASS or JSON'],
    ['--count N', 'how many clips at most (5)'],
    ['--min S, --max S', 'shortest and longest clip in seconds (15, 60)'],
    ['--style NAME', 'look of the captions'],
    ['--format NAME', 'shape of the videos (9:16)'],
    ['--out DIR', 'folder for videos and project files (clips)'],
  ],
  async run(call) {
    const [file] = argumentsOf(call, 'FILE');
    const { values, signal } = call;
    const count = wholeOf(values, 'count', { least: 1, most: 50 });
    const [min, max] = [numberOf(values, 'min', seconds), numberOf(values, 'max', seconds)];
    if (min !== undefined && max !== undefined && min > max) throw new WrongUsage(`--min ${min} is more than --max ${max}.`);
    const [style, format] = [textOf(values, 'style'), textOf(values, 'format')];
    const out = resolve(textOf(values, 'out') ?? 'clips');
    const transcript = textOf(values, 'transcript');
    const studio = await call.studio();
    const { client } = studio;
    await refuseEarly(client, { style, formats: format === undefined ? [] : [format], transcript }, signal);
    await studio.work();
    const { asset } = await client.assets.import({ path: resolve(file) }, { signal });
    await settle(client, asset.id, call);
    for (const note of asset.notes) call.say(`${asset.name}: ${note}`);
    if (transcript !== undefined) {
      const { notes } = await client.assets.attachTranscript({ assetId: asset.id, path: resolve(transcript) }, { signal });
      for (const note of notes) call.say(`${transcript}: ${note}`);
    }
    const range = {
      ...(count === undefined ? {} : { count }),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    };
    const found = await client.clips.suggest({ assetId: asset.id, ...range }, { signal });
    await makeFolder(out);
    const clips = [];
    for (const [at, { start, end, score, reasons, title }] of found.entries()) {
      const looks = { ...(style === undefined ? {} : { style }), ...(format === undefined ? {} : { format }) };
      const project = await client.clips.toProject({ assetId: asset.id, start, end, title, ...looks }, { signal });
      const path = await freePath(out, `${String(at + 1).padStart(2, '0')}-${slug(title) || 'clip'}`, '.tidereel.json');
      const exported = await client.projects.export({ projectId: project.id, path }, { signal });
      const [render] = await renderProject(client, { projectId: project.id, out }, call);
      clips.push({ start, end, score, reasons, title, project: exported.path, path: render?.path ?? null });
    }
    const lines = clips.map(
      ({ start, end, score, title, path }) =>
        `${score.toFixed(0).padStart(3)}  ${start.toFixed(1)}–${end.toFixed(1)} s  ${title}\n     ${path}`,
    );
    return { document: { clips }, lines: lines.length > 0 ? lines : ['No stretch of this recording can stand alone at this length.'] };
  },
};

/** Waits for what import left to jobs: sound levels and, where the file has them, its words. */
async function settle(client: StudioClient, assetId: string, call: CommandCall): Promise<void> {
  const open = await client.jobs.list({ finished: false, limit: 500 }, { signal: call.signal });
  for (const job of open) {
    if (job.subject === assetId && (job.state === 'waiting' || job.state === 'running')) await waitForJob(client, job.id, call);
  }
}
