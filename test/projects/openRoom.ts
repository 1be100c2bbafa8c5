import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../../shared/contract/changes.ts';
import { Failure, type FailureCode } from '../../shared/errors.ts';
import type { Word } from '../../shared/timeline/document.ts';
import { createProjects, type Projects } from '../../electron/projects/createProjects.ts';
import { openStore, type Store } from '../../electron/store/openStore.ts';
import { assets, words } from '../../electron/store/schema.ts';
import { look, makeAsset, vertical } from '../timeline/sampleTimeline.ts';

export const call = { signal: new AbortController().signal };

/** A data folder with projects in it. `reopen` is a restart: nothing in memory is kept. */
export function openRoom() {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-projects-'));
  const published: Change[] = [];
  let clock = Date.UTC(2026, 0, 1);
  let ids = 0;
  let store: Store = openStore({ home, now: () => new Date(clock) });
  const shelve = (path: string, content: string, { id, spoken = [] }: { id: string; spoken?: readonly Word[] }): void => {
    const hash = createHash('sha256').update(content).digest('hex');
    const name = path.slice(path.lastIndexOf('/') + 1);
    store.write
      .insert(assets)
      .values({
        ...makeAsset(id, { name, hash, bytes: content.length }),
        path,
        details: '{}',
        state: 'ready',
        importedAt: clock,
      })
      .run();
    for (const [position, word] of spoken.entries())
      store.write
        .insert(words)
        .values({ assetId: id, position, ...word })
        .run();
  };
  const build = (): Projects =>
    createProjects({
      read: store.read,
      write: store.write,
      changes: { publish: (change) => void published.push(change) },
      now: () => new Date((clock += 1000)),
      newId: () => `id-${(ids += 1)}`,
      formats: [vertical, { ...vertical, name: '1:1', height: 1080 }],
      captionLooks: [look],
      importMedia: async (path) => {
        const { readFile } = await import('node:fs/promises');
        shelve(path, await readFile(path, 'utf8'), { id: `imported-${(ids += 1)}` });
      },
    });
  const room = {
    home,
    published,
    projects: build(),
    sql: (text: string, ...values: unknown[]) => store.write.$client.prepare(text).run(...values),
    count: (text: string, ...values: unknown[]): number =>
      Number(
        store.write.$client
          .prepare(text)
          .pluck()
          .get(...values),
      ),
    /** Writes a stand-in for a recording (only its bytes matter here) and puts it on the shelf. */
    addRecording(id: string, spoken: readonly Word[] = []): string {
      const path = join(home, `${id}.mp4`);
      writeFileSync(path, `bytes of ${id}`);
      shelve(path, `bytes of ${id}`, { id, spoken });
      return path;
    },
    reopen(): void {
      store.close();
      store = openStore({ home, now: () => new Date(clock) });
      room.projects = build();
    },
    [Symbol.dispose](): void {
      store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return room;
}

/** The failure that was thrown or rejected with, whichever way it came. */
export async function failureOf(act: () => unknown): Promise<{ code: FailureCode; message: string; hint: string }> {
  try {
    await act();
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('Nothing failed');
}
