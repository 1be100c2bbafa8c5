import { createStore } from 'zustand/vanilla';
import { explain } from '../link/explain.ts';
import { placeFile } from '../link/placeFile.ts';
import { studio } from '../link/studioClient.ts';
import { openRoute, routes } from './route.ts';

/** A file on its way to the shelf. `failed` keeps its words until the creator dismisses them. */
export type ImportState =
  | { readonly state: 'copying'; readonly id: number; readonly name: string; readonly share: number }
  | { readonly state: 'reading'; readonly id: number; readonly name: string }
  | { readonly state: 'failed'; readonly id: number; readonly name: string; readonly message: string; readonly hint: string };

type Imports = { readonly items: readonly ImportState[] };

export const imports = createStore<Imports>()(() => ({ items: [] }));

const running = new Map<number, AbortController>();
let lastId = 0;

const set = (item: ImportState): void =>
  imports.setState(({ items }) => ({
    items: items.some(({ id }) => id === item.id) ? items.map((old) => (old.id === item.id ? item : old)) : [...items, item],
  }));
const drop = (id: number): void => imports.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));

/** Brings one file to the shelf; answers the asset's id, or null when it failed (the reason stays in `imports`). */
export async function importFile(file: File): Promise<string | null> {
  lastId += 1;
  const id = lastId;
  const { name } = file;
  const control = new AbortController();
  running.set(id, control);
  set({ state: 'copying', id, name, share: 0 });
  try {
    const path = await placeFile(file, { signal: control.signal, onProgress: (share) => set({ state: 'copying', id, name, share }) });
    set({ state: 'reading', id, name });
    const { asset } = await studio.assets.import({ path }, { signal: control.signal });
    drop(id);
    return asset.id;
  } catch (error) {
    if (control.signal.aborted) drop(id);
    else set({ state: 'failed', id, name, ...explain(error) });
    return null;
  } finally {
    running.delete(id);
  }
}

/** Stops a copy under way, or takes a failed one off the list. */
export function dismissImport(id: number): void {
  running.get(id)?.abort();
  drop(id);
}

/** Imports files one after the other. A single one is opened, unless the creator is busy elsewhere. */
export async function importFiles(files: readonly File[]): Promise<void> {
  let last: string | null = null;
  for (const file of files) last = (await importFile(file)) ?? last;
  if (files.length === 1 && last !== null && routes.getState().route.view === 'make') openRoute({ view: 'make', assetId: last });
}

/** Takes files dropped anywhere on the window, so that none makes the browser leave the studio. Returns how to stop. */
export function acceptDrops(onTaken: (names: readonly string[]) => void): () => void {
  const over = (event: DragEvent): void => event.preventDefault();
  const drop = (event: DragEvent): void => {
    if (event.defaultPrevented) return; // a drop zone took it
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    onTaken(files.map(({ name }) => name));
    void importFiles(files);
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
}
