import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../files/writeWhole.ts';

/** Who owns a data folder now and how programs of the same user reach it. */
const Owner = z.object({ pid: z.int(), origin: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }), key: z.string().min(32) });
export type Owner = z.infer<typeof Owner>;

const ASK_MS = 3_000;
const fileOf = (home: string): string => join(home, 'owner.json');

/** A key for the owner file, made anew at each start. */
export const newOwnerKey = (): string => randomBytes(32).toString('base64url');

/** Writes `owner.json`, readable by this user only. The file never exists with wider rights or half written. */
export async function writeOwnerFile(home: string, owner: Owner): Promise<void> {
  await writeWhole(fileOf(home), JSON.stringify(owner), 0o600);
}

/** Takes `owner.json` away, if it is still the one with this key. */
export async function removeOwnerFile(home: string, key: string): Promise<void> {
  if ((await readOwner(home))?.key === key) await rm(fileOf(home), { force: true });
}

async function readOwner(home: string): Promise<Owner | null> {
  const text = await readFile(fileOf(home), 'utf8').catch(() => null); // no file: nobody
  if (text === null) return null;
  try {
    return Owner.parse(JSON.parse(text));
  } catch {
    return null; // not written by us, or by a version that is long gone
  }
}

/** The owner that answers right now, or null. A file left behind by a crash answers nothing, or answers without knowing the key. */
export async function findLivingOwner(home: string): Promise<Owner | null> {
  const owner = await readOwner(home);
  if (owner === null) return null;
  try {
    const answer = await fetch(`${owner.origin}/owner/alive`, {
      headers: bearer(owner),
      signal: AbortSignal.timeout(ASK_MS),
      redirect: 'error',
    });
    await answer.body?.cancel();
    return answer.ok ? owner : null;
  } catch {
    return null; // nobody listens there
  }
}

/** Asks the living owner for a fresh address with a one-time token. */
export async function askForAddress(owner: Owner): Promise<string> {
  const answer = await fetch(`${owner.origin}/owner/token`, {
    method: 'POST',
    headers: bearer(owner),
    signal: AbortSignal.timeout(ASK_MS),
  });
  return z.object({ url: z.url() }).parse(await answer.json()).url;
}

const bearer = (owner: Owner): Record<string, string> => ({ authorization: `Bearer ${owner.key}` });
