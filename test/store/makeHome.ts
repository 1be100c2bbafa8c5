import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty data folder that goes away with `using`. */
export function makeHome(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'tidereel-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}
