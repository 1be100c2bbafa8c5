import { Failure } from '../shared/errors.ts';

/**
 * The clock of the studio. In tests and simulations (`TIDEREEL_TEST=1`) it starts at `TIDEREEL_NOW` and runs on from there;
 * otherwise that is ignored.
 */
export function openClock(env: NodeJS.ProcessEnv): () => Date {
  const wanted = env['TIDEREEL_TEST'] === '1' ? env['TIDEREEL_NOW'] : undefined;
  if (!wanted) return () => new Date();
  const start = Date.parse(wanted);
  if (Number.isNaN(start))
    throw new Failure('BAD_INPUT', `TIDEREEL_NOW is not an instant: ${wanted}.`, 'Write it like 2026-11-20T12:00:00Z.');
  const offset = start - Date.now();
  return () => new Date(Date.now() + offset);
}
