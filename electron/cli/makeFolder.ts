import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import { writeFailure } from '../files/writeFailure.ts';

/** Makes a folder for what a command writes. @throws Failure BAD_INPUT, FOLDER_READ_ONLY, DISK_FULL */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeAll(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw writeFailure(error, folder) ?? error;
    throw new Failure('BAD_INPUT', `No folder can be made at ${folder}.`, 'Choose another folder with --out.', { cause: error });
  }
}

/** Not mkdir's own `recursive`: where a system makes no folders, as in /proc, it never ends. */
async function makeAll(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null); // not there yet, or mkdir will say why
  if (found?.isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeAll(parent);
  await mkdir(folder).catch(async (error: unknown) => {
    if (!(await stat(folder).catch(() => null))?.isDirectory()) throw error; // somebody made it meanwhile: fine
  });
}
