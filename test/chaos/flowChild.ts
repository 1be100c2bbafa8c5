/* The whole flow in one process that may be killed at any instant. Started again, it goes on from what is on disk. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { openStudio } from '../../electron/studio.ts';

const [home = '', recording = '', ackFile = ''] = process.argv.slice(2);
const EDITS = 12;
const POSTS = 3;
const call = { signal: new AbortController().signal };
const acked = (): string[] => (existsSync(ackFile) ? readFileSync(ackFile, 'utf8').split('\n').filter(Boolean) : []);
const ack = (line: string): void => appendFileSync(ackFile, `${line}\n`);

const studio = await openStudio({ home, env: process.env, host: 'cli' });
const { assets, projects, renders, posts, channels, jobs } = studio.services;
studio.start();
process.stdout.write('started\n');

await channels.setPractice(
  { uploadSeconds: 0.4, processingSeconds: 0.3, failShare: 0.2, loseAnswerShare: 0.4, rejectShare: 0, busyShare: 0.2 },
  call,
);
const { asset } = await assets.import({ path: recording }, call);
const [known] = await projects.list(undefined, call);
const project = known ?? (await projects.create({ title: 'Chaos', format: '9:16-720', assetId: asset.id }, call));

for (let index = 0; index < EDITS; index += 1) {
  const line = `overlay o${index}`;
  if (acked().includes(line)) continue;
  const { revision, document } = await projects.get({ projectId: project.id }, call);
  if (!document.overlays.some(({ id }) => id === `o${index}`)) {
    const overlay = {
      id: `o${index}`,
      kind: 'text',
      start: index * 5,
      length: 20,
      x: 0.5,
      y: 0.3,
      text: `Edit ${index}`,
      font: 'Anton',
      size: 0.05,
      colour: '#ffffff',
    } as const;
    await projects.edit({ projectId: project.id, revision, edits: [{ type: 'addOverlay', overlay }] }, call);
  }
  ack(line);
}

const [render] = await renders.start({ projectId: project.id }, call);
if (render === undefined) throw new Error('No render was made');
if (render.jobId !== null) await jobs.wait({ jobId: render.jobId, seconds: 300 }, call);
ack('rendered');

const existing = await posts.list({ projectId: project.id, limit: 50 }, call);
for (let index = existing.length; index < POSTS; index += 1) {
  await posts.create(
    { renderId: render.id, channelIds: ['practice'], title: `Post ${index}`, caption: `Caption ${index}`, approve: true },
    call,
  );
}
for (;;) {
  const all = await posts.list({ projectId: project.id, limit: 50 }, call);
  for (const post of all.filter(({ state }) => state === 'live')) if (!acked().includes(`live ${post.id}`)) ack(`live ${post.id}`);
  if (all.length === POSTS && all.every(({ state }) => ['live', 'failed', 'needs-you'].includes(state))) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
await studio.close();
process.stdout.write('finished\n');
