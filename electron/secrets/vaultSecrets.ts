import { readFile } from 'node:fs/promises';
import { writeWhole } from '../files/writeWhole.ts';
import { locked, READY, type Readiness, type Secrets } from './secrets.ts';
import { COST, deriveKey, newSalt, openVault, sealVault, VaultDamaged, WrongPassphrase, type VaultKey } from './vault.ts';

type Opened = { readonly contents: Readonly<Record<string, string>>; readonly key: VaultKey };

/** Secrets in a file locked by a passphrase. Every change writes the whole file anew; one change at a time. */
export function createVaultSecrets(file: string, passphrase: string): Secrets {
  let known: VaultKey | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const open = async (): Promise<Opened> => {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw locked(`The vault ${file} cannot be read.`, error);
    });
    try {
      const opened =
        text === null
          ? { contents: {}, key: known ?? (await deriveKey(passphrase, newSalt(), COST)) }
          : await openVault(text, passphrase, known);
      known = opened.key;
      return opened;
    } catch (error) {
      if (error instanceof WrongPassphrase) throw locked(`TIDEREEL_VAULT_PASSPHRASE does not open the vault ${file}.`, error);
      if (error instanceof VaultDamaged)
        throw locked(`${error.message} It is ${file}; put a copy of it back, or move it away and enter the keys again.`, error);
      throw error;
    }
  };
  const changeAfter = async (earlier: Promise<unknown>, edit: (contents: Map<string, string>) => void): Promise<void> => {
    await earlier;
    const { contents, key } = await open();
    const edited = new Map(Object.entries(contents));
    edit(edited);
    await writeWhole(file, sealVault(Object.fromEntries(edited), key), 0o600);
  };
  const change = (edit: (contents: Map<string, string>) => void): Promise<void> => {
    const changed = changeAfter(turn, edit);
    turn = changed.catch(() => undefined); // the one who asked hears of it; the next in line starts anyway
    return changed;
  };
  return {
    name: 'a vault file locked by TIDEREEL_VAULT_PASSPHRASE',
    ready: (): Promise<Readiness> =>
      open().then(
        () => READY,
        (error: unknown) => ({ ok: false, why: error instanceof Error ? error.message : String(error) }),
      ),
    get: async (name) => new Map(Object.entries((await open()).contents)).get(name) ?? null,
    set: (name, value) => change((contents) => contents.set(name, value)),
    delete: (name) => change((contents) => contents.delete(name)),
    names: async () => Object.keys((await open()).contents),
  };
}
