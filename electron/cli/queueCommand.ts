import type { Job } from '../../shared/contract/jobs.ts';
import { WrongUsage, type Command, type Outcome, type StudioClient } from './command.ts';
import { postDocument, postLine } from './postDocument.ts';
import { argumentsOf, wholeOf } from './readOptions.ts';
import { waitUntilIdle } from './waitUntilIdle.ts';

const jobDocument = ({ id, kind, state, title, attempts, progress, runAt, error }: Job) => ({
  id,
  kind,
  state,
  title,
  attempts,
  progress,
  runAt,
  error,
});

const jobLine = ({ id, kind, state, title, attempts, progress, error }: Job): string => {
  const far = progress === null ? '' : `  ${Math.floor(progress.share * 100)} %`;
  const why = error === null ? '' : `\n    ${error.message} ${error.hint}`;
  return `${id}  ${state.padEnd(9)} ${kind}  ${title}  attempts ${attempts}${far}${why}`;
};

async function look(client: StudioClient, onlyDead: boolean): Promise<Outcome> {
  const all = await client.jobs.list({ finished: false, limit: 500 });
  const jobs = onlyDead ? all.filter(({ state }) => state === 'dead') : all;
  const posts = onlyDead ? [] : await client.posts.list({ limit: 200 });
  const lines = [...posts.map(postLine), ...jobs.map(jobLine)];
  return {
    document: { posts: posts.map(postDocument), jobs: jobs.map(jobDocument) },
    lines: lines.length > 0 ? lines : ['The queue is empty.'],
  };
}

export const queueCommand: Command = {
  name: 'queue',
  summary: 'Show posts and jobs, or work on them here',
  usage: '[--work [--until-idle]] [--dead] [--retry JOB] [--discard JOB]',
  options: {
    work: { type: 'boolean' },
    'until-idle': { type: 'boolean' },
    dead: { type: 'boolean' },
    retry: { type: 'string' },
    discard: { type: 'string' },
  },
  help: [
    ['--work', 'work on what is due, until Ctrl-C'],
    ['--until-idle', 'with --work: end when nothing is due'],
    ['--dead', 'only jobs that used up their attempts'],
    ['--retry JOB', 'put a dead job back with fresh attempts'],
    ['--discard JOB', 'drop a dead job for good'],
  ],
  async run(call) {
    argumentsOf(call);
    const { values, signal } = call;
    const [retry, discard] = [wholeOf(values, 'retry', { least: 1 }), wholeOf(values, 'discard', { least: 1 })];
    if (values['until-idle'] === true && values['work'] !== true) throw new WrongUsage('--until-idle goes with --work.');
    const studio = await call.studio();
    const { client } = studio;
    if (retry !== undefined) await client.jobs.replay({ jobId: retry }, { signal });
    if (discard !== undefined) await client.jobs.discard({ jobId: discard }, { signal });
    if (values['work'] === true) {
      await studio.work();
      if (values['until-idle'] === true) await waitUntilIdle(client, call);
      else await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    }
    return look(client, values['dead'] === true);
  },
};
