import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createKeychainSecrets, loadKeytar, type Keychain } from '../../electron/secrets/keychainSecrets.ts';
import { openSecrets } from '../../electron/secrets/openSecrets.ts';

type Mood = 'open' | 'no-service' | 'locked' | 'locked-with-prompt';

/** Behaves as keytar was seen to on Linux: only an open keychain answers; a locked one reads as empty, and may hang on writes. */
class StandInKeychain implements Keychain {
  mood: Mood;
  readonly stored = new Map<string, string>();
  constructor(mood: Mood) {
    this.mood = mood;
  }
  getPassword(service: string, account: string): Promise<string | null> {
    if (this.mood === 'no-service') return Promise.reject(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY'));
    return Promise.resolve(this.mood === 'open' ? (this.stored.get(`${service}/${account}`) ?? null) : null);
  }
  setPassword(service: string, account: string, password: string): Promise<void> {
    if (this.mood === 'locked-with-prompt') return new Promise(() => undefined);
    if (this.mood !== 'open') return Promise.reject(new Error('Cannot create an item in a locked collection'));
    this.stored.set(`${service}/${account}`, password);
    return Promise.resolve();
  }
  deletePassword(service: string, account: string): Promise<boolean> {
    return Promise.resolve(this.mood === 'open' && this.stored.delete(`${service}/${account}`));
  }
  findCredentials(service: string): Promise<{ account: string; password: string }[]> {
    const own = this.mood === 'open' ? [...this.stored].filter(([name]) => name.startsWith(`${service}/`)) : [];
    return Promise.resolve(own.map(([name, password]) => ({ account: name.slice(service.length + 1), password })));
  }
}

describe('the system keychain', () => {
  test('keeps, lists and forgets, and leaves no probe behind', async () => {
    const keychain = new StandInKeychain('open');
    const secrets = createKeychainSecrets(keychain, 'Tidereel');
    await secrets.set('a', '1');
    expect(await secrets.get('a')).toBe('1');
    expect(await secrets.get('b')).toBeNull();
    expect(await secrets.names()).toEqual(['a']);
    await secrets.delete('a');
    expect(await secrets.names()).toEqual([]);
    expect([...keychain.stored.keys()]).toEqual([]);
  });

  test.each(['no-service', 'locked', 'locked-with-prompt'] as const)(
    'when it is %s, "nothing" is not taken for an answer',
    async (mood) => {
      const secrets = createKeychainSecrets(new StandInKeychain(mood), 'Tidereel', 20);
      expect(await secrets.ready()).toMatchObject({ ok: false, why: expect.any(String) });
      for (const call of [secrets.get('a'), secrets.set('a', '1'), secrets.delete('a'), secrets.names()]) {
        await expect(call).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
      }
    },
  );

  test('when it is locked later, a secret does not seem to be gone', async () => {
    const keychain = new StandInKeychain('open');
    const secrets = createKeychainSecrets(keychain, 'Tidereel', 20);
    await secrets.set('a', '1');
    keychain.mood = 'locked';
    await expect(secrets.get('a')).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
    await expect(secrets.names()).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
    keychain.mood = 'open';
    expect(await secrets.get('a')).toBe('1');
  });

  test('is used again as soon as somebody opened it', async () => {
    const keychain = new StandInKeychain('locked');
    const secrets = createKeychainSecrets(keychain, 'Tidereel', 20);
    expect((await secrets.ready()).ok).toBe(false);
    keychain.mood = 'open';
    expect((await secrets.ready()).ok).toBe(true);
  });
});

describe('which store is used', () => {
  const home = mkdtemp(join(tmpdir(), 'tidereel-pick-'));
  const other = createKeychainSecrets(new StandInKeychain('open'), 'stands for safeStorage');

  test('a passphrase that was set goes before everything', async () => {
    const secrets = openSecrets({
      home: await home,
      env: { TIDEREEL_VAULT_PASSPHRASE: 'x' },
      keychain: new StandInKeychain('open'),
      safeStorage: other,
    });
    expect(secrets.name).toContain('vault');
  });

  test('an open keychain goes before safeStorage, a locked one gives way to it', async () => {
    const open = new StandInKeychain('open');
    await openSecrets({ home: await home, env: {}, keychain: open, safeStorage: other }).set('a', 'in the keychain');
    expect([...open.stored.values()]).toEqual(['in the keychain']);
    await openSecrets({ home: await home, env: {}, keychain: new StandInKeychain('locked'), safeStorage: other }).set('a', 'in the other');
    expect(await other.get('a')).toBe('in the other');
  });

  test('two data folders keep their secrets apart', async () => {
    const keychain = new StandInKeychain('open');
    await openSecrets({ home: '/one', env: {}, keychain }).set('a', '1');
    expect(await openSecrets({ home: '/two', env: {}, keychain }).get('a')).toBeNull();
  });
});

const keytar = loadKeytar();
// An optional dependency: where it is not installed, there is nothing to try.
if (keytar !== null) {
  test('the real keychain keeps its promises, or says why not', async () => {
    const secrets = createKeychainSecrets(keytar, `Tidereel test ${process.pid}`);
    const { ok, why } = await secrets.ready();
    if (!ok) {
      expect(why).not.toBe('');
      await expect(secrets.get('a')).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
      return;
    }
    await secrets.set('a', 'välue');
    expect(await secrets.get('a')).toBe('välue');
    await secrets.delete('a');
    expect(await secrets.get('a')).toBeNull();
  });
}
