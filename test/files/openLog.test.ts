import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from '../../electron/openLog.ts';

test('a log that cannot be written ends nothing, and goes on once it can be', () => {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-log-'));
  const log = openLog(home);
  rmSync(join(home, 'logs'), { recursive: true });
  writeFileSync(join(home, 'logs'), 'a file where the folder should be');
  log.error('lost');
  openLog(home).error('lost as well');
  rmSync(join(home, 'logs'));
  openLog(home);
  log.error({ apiKey: 'sk-secret' }, 'kept');
  const written = readFileSync(join(home, 'logs', 'studio.log'), 'utf8');
  expect(written).toContain('kept');
  expect(written).not.toContain('lost');
  expect(written).not.toContain('sk-secret');
});
