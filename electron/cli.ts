#!/usr/bin/env node
import process, { argv, env, exit, stderr, stdin, stdout, versions } from 'node:process';

// Nothing of ours is imported before the check: our sources use language an older Node cannot even read.
if (Number(versions.node.split('.')[0]) < 24) {
  stderr.write(`Tidereel needs Node 24; this is ${versions.node}. “npx tidereel” in its folder brings its own.\n`);
  exit(1);
}

const { runCli } = await import('./cli/runCli.ts');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort(new Error('Cancelled.'));
    process.once(signal, () => exit(1)); // asked twice: at once
  });
}
const code = await runCli(argv.slice(2), env, { stdin, stdout, stderr }, stop.signal);
// A pipe takes what was printed only after this turn; exiting before would cut it off.
stdout.write('', () => exit(code));
