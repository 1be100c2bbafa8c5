import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { StudioClient } from './command.ts';

type Wishes = { readonly style?: string | undefined; readonly formats: readonly string[]; readonly transcript?: string | undefined };

/** What can be known to be wrong before a long recording is read. @throws Failure BAD_INPUT, TRANSCRIPT_BROKEN */
export async function refuseEarly(client: StudioClient, { style, formats, transcript }: Wishes, signal: AbortSignal): Promise<void> {
  if (style === undefined && formats.length === 0 && transcript === undefined) return;
  const known = await client.system.info(undefined, { signal });
  if (style !== undefined && !known.styles.some(({ name }) => name.toLowerCase() === style.toLowerCase())) {
    throw unknown('caption style', style, known.styles);
  }
  const strange = formats.find((format) => !known.formats.some(({ name }) => name === format));
  if (strange !== undefined) throw unknown('format', strange, known.formats);
  if (transcript === undefined) return;
  const path = resolve(transcript);
  const found = await stat(path).catch(() => null); // also when its folder may not be read
  if (!found?.isFile()) throw new Failure('TRANSCRIPT_BROKEN', `There is no transcript at ${path}.`, 'Check the name and the folder.');
}

const unknown = (what: string, given: string, known: readonly { readonly name: string }[]): Failure =>
  new Failure('BAD_INPUT', `There is no ${what} “${given}”.`, `Choose one of: ${known.map(({ name }) => name).join(', ')}.`);
