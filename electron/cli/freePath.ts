import { access } from 'node:fs/promises';
import { join } from 'node:path';

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A path in `folder` that nothing has yet: “01-talk.json”, else “01-talk-2.json”. What an earlier run wrote may have been edited since. */
export async function freePath(folder: string, stem: string, ending: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${stem}${count === 1 ? '' : `-${count}`}${ending}`);
    if (!(await isThere(path))) return path;
  }
}
