import { join } from 'node:path';
import { createKeychainSecrets, loadKeytar, type Keychain } from './keychainSecrets.ts';
import { createNoSecrets } from './noSecrets.ts';
import type { Readiness, Secrets } from './secrets.ts';
import { createVaultSecrets } from './vaultSecrets.ts';

const NO_STORE =
  'This computer has no keychain that Tidereel can use. Set TIDEREEL_VAULT_PASSPHRASE to a passphrase of your own: the secrets then go into a file that only it opens.';

/**
 * Picks the store of secrets for a data folder, on first use:
 * 1. `TIDEREEL_VAULT_PASSPHRASE` is set: the locked file, since that was asked for.
 * 2. the system keychain, when it passes its probe: one store for the window, the command line and the headless studio.
 * 3. inside Electron: its safeStorage, given as `safeStorage`.
 * 4. none: everything is refused, with the reason and the cure.
 * While no store is ready, each use looks again, so that opening the keychain is enough.
 */
export function openSecrets(needs: {
  home: string;
  env: NodeJS.ProcessEnv;
  safeStorage?: Secrets | undefined;
  keychain?: Keychain | null;
}): Secrets {
  const passphrase = needs.env['TIDEREEL_VAULT_PASSPHRASE'];
  if (passphrase) return createVaultSecrets(join(needs.home, 'secrets.vault'), passphrase);
  const keytar = needs.keychain === undefined ? loadKeytar() : needs.keychain;
  const candidates: Secrets[] = keytar === null ? [] : [createKeychainSecrets(keytar, `Tidereel (${needs.home})`)];
  if (needs.safeStorage) candidates.push(needs.safeStorage);
  const [only] = candidates;
  if (only === undefined) return createNoSecrets(NO_STORE);
  return candidates.length === 1 ? only : firstReady(candidates, only);
}

/** The first store that is ready, chosen once; until one is, the first one speaks. */
function firstReady(candidates: readonly Secrets[], first: Secrets): Secrets {
  let chosen: Secrets | null = null;
  let choosing: Promise<Secrets> | null = null;
  const choose = async (): Promise<Secrets> => {
    for (const store of candidates) {
      if ((await store.ready()).ok) {
        chosen = store;
        return store;
      }
    }
    choosing = null;
    return first;
  };
  const pick = async (): Promise<Secrets> => chosen ?? (choosing ??= choose());
  return {
    get name() {
      return (chosen ?? first).name;
    },
    ready: async (): Promise<Readiness> => (await pick()).ready(),
    get: async (name) => (await pick()).get(name),
    set: async (name, value) => (await pick()).set(name, value),
    delete: async (name) => (await pick()).delete(name),
    names: async () => (await pick()).names(),
  };
}
