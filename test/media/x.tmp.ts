import { probe } from '../../electron/media/probe.ts';
for (const f of process.argv.slice(2)) {
  const t = performance.now();
  try {
    console.log(
      f.slice(8),
      JSON.stringify(await probe(f, { ffmpeg: { path: 'ffmpeg' }, signal: new AbortController().signal })),
      Math.round(performance.now() - t),
    );
  } catch (e) {
    console.log(f, '!!', (e as { code: string }).code, (e as Error).message);
  }
}
