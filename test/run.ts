/* Everything CI runs, in the order in which trouble is cheapest to find. Ends in a line "N passed, N failed, N skipped". */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { whyNoDisplay } from '../electron/start/findDisplay.ts';
import { findElectron } from '../electron/start/findElectron.ts';
import { prepare } from './setup/prepare.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const { browser } = await prepare();
const env = { ...process.env, CHROMIUM_PATH: browser };

function run(name: string, command: string, args: string[]): boolean {
  console.log(`\n— ${name}`);
  const begun = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' });
  console.log(`  ${status === 0 ? 'done' : 'FAILED'} in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return status === 0;
}

/** A tool that is right or wrong as a whole counts as one test. */
function runTool(name: string, command: string, args: string[]): void {
  total[run(name, command, args) ? 'passed' : 'failed'] += 1;
}

const VitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int(), numFailedTestSuites: z.int() });
const PlaywrightReport = z.object({ stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }) });

function runVitest(name: string, config: string): void {
  const file = join(results, `${name}.json`);
  const well = run(name, 'vitest', ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  if (!existsSync(file)) return void (total.failed += 1);
  const report = VitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  total.passed += report.numPassedTests;
  total.skipped += report.numPendingTests;
  total.failed += Math.max(report.numFailedTests, well ? 0 : 1);
}

function runPlaywright(name: string, config: string): void {
  const file = join(results, `${name}.json`);
  Object.assign(env, { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const well = run(name, 'playwright', ['test', '--config', config, '--reporter=list,json']);
  if (!existsSync(file)) return void (total.failed += 1);
  const { stats } = PlaywrightReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  total.passed += stats.expected;
  total.skipped += stats.skipped;
  total.failed += Math.max(stats.unexpected + stats.flaky, well ? 0 : 1); // a test that passes only the second time has failed
}

/** The suite on the real Electron needs its program, a display, and a user who is not root. */
function whyNoElectron(): string | null {
  if (findElectron(root, process.env) === null) return 'since Electron’s program is not on this computer';
  return whyNoDisplay(process.env, process.platform) ?? (process.getuid?.() === 0 ? 'since Electron does not start as root' : null);
}

runTool('format', 'prettier', ['--check', '--log-level', 'warn', '.']);
runTool('types', 'tsc', ['-b']);
runTool('lint', 'oxlint', ['--type-aware']);
runTool('dead code', 'knip', []);
runTool('build', 'npm', ['run', '--silent', 'build']);
runVitest('unit and integration', 'vitest.config.ts');
runPlaywright('end to end', 'test/e2e/playwright.config.ts');
const noElectron = whyNoElectron();
if (noElectron === null) runPlaywright('real Electron', 'test/shell-real/playwright.config.ts');
else {
  console.log(`\n— real Electron: left out, ${noElectron}`);
  total.skipped += 1;
}
runVitest('chaos', 'test/chaos/vitest.config.ts');

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
