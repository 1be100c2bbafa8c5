import { argv, env, exit, platform, stderr, versions } from 'node:process';

// Nothing of ours is imported before the check: our sources use language an older Node cannot even read.
if (Number(versions.node.split('.')[0]) < 24) {
  stderr.write(`Tidereel needs Node 24; this is ${versions.node}. Start it with “npm start”, which brings its own.\n`);
  exit(1);
}

const { startStudio } = await import('./start/startStudio.ts');
try {
  await startStudio(argv.slice(2), env, platform);
} catch (error) {
  const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : '';
  stderr.write(`${error instanceof Error ? error.message : String(error)}${hint}\n`);
  exit(1);
}
