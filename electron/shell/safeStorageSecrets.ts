import type { SafeStorage } from 'electron';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../files/writeWhole.ts';
import { locked, READY, type Readiness, type Secrets } from '../secrets/secrets.ts';

const Stored = z.object({ version: z.literal(1), items: z.record(z.string(), z.base64()) });
type Stored = z.infer<typeof Stored>;

export type SafeStorageParts = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

const NO_KEY =
  'This desktop session has no keyring, so Electron would lock secrets with a key that everybody knows. Set up a keyring (gnome-keyring, KWallet), or set TIDEREEL_VAULT_PASSPHRASE.';

/**
 * Secrets encrypted by Electron's safeStorage, in a file of ciphertexts. safeStorage is no store, only a lock. A ciphertext
 * that cannot be opened now is kept: the keyring may only be locked. Call after Electron is ready.
 */
export function createSafeStorageSecrets(safeStorage: SafeStorageParts, file: string, platform: NodeJS.Platform): Secrets {
  let turn: Promise<unknown> = Promise.resolve();

  const ready = async (): Promise<Readiness> => {
    if (!(await safeStorage.isAsyncEncryptionAvailable()))
      return { ok: false, why: 'This computer’s keychain cannot be used now; it may be locked.' };
    if (platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return { ok: false, why: NO_KEY };
    return READY;
  };
  const demandReady = async (): Promise<void> => {
    const { ok, why } = await ready();
    if (!ok) throw locked(why);
  };
  const read = async (): Promise<Stored> => {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw locked(`The file ${file} cannot be read.`, error);
    });
    if (text === null) return { version: 1, items: {} };
    try {
      return Stored.parse(JSON.parse(text));
    } catch (error) {
      throw locked(`The file ${file} is damaged. Put a copy of it back, or move it away and enter the keys again.`, error);
    }
  };
  const changeAfter = async (earlier: Promise<unknown>, edit: (items: Map<string, string>) => void): Promise<void> => {
    await earlier;
    const items = new Map(Object.entries((await read()).items));
    edit(items);
    await writeWhole(file, JSON.stringify({ version: 1, items: Object.fromEntries(items) } satisfies Stored), 0o600);
  };
  const change = (edit: (items: Map<string, string>) => void): Promise<void> => {
    const changed = changeAfter(turn, edit);
    turn = changed.catch(() => undefined); // the one who asked hears of it; the next in line starts anyway
    return changed;
  };
  const encrypt = async (value: string): Promise<string> => (await safeStorage.encryptStringAsync(value)).toString('base64');

  return {
    name: 'Electron’s encrypted storage',
    ready,
    async get(name) {
      await demandReady();
      const item = new Map(Object.entries((await read()).items)).get(name);
      if (item === undefined) return null;
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(item, 'base64')).catch((error: unknown) => {
        throw locked('The keychain did not open this secret; it is kept.', error);
      });
      if (shouldReEncrypt) {
        const renewed = await encrypt(result);
        await change((items) => void (items.get(name) === item && items.set(name, renewed)));
      }
      return result;
    },
    async set(name, value) {
      await demandReady();
      const item = await encrypt(value).catch((error: unknown) => {
        throw locked('The keychain refused to lock this secret.', error);
      });
      await change((items) => items.set(name, item));
    },
    async delete(name) {
      await demandReady();
      await change((items) => items.delete(name));
    },
    async names() {
      await demandReady();
      return Object.keys((await read()).items);
    },
  };
}
