import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSafeStorageSecrets, type SafeStorageParts } from '../../electron/shell/safeStorageSecrets.ts';

type Mood = { available: boolean; backend: 'basic_text' | 'gnome_libsecret'; opens: boolean; rotated: boolean; key: number };

/** Models Electron's: decrypting answers an object, and may reject; a rotated key asks to encrypt again. */
function standIn(mood: Mood): SafeStorageParts {
  const turn = (text: string, key: number): string =>
    Array.from(text, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) ^ key)).join('');
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(mood.available),
    getSelectedStorageBackend: () => mood.backend,
    encryptStringAsync: (plain) => Promise.resolve(Buffer.from(`${mood.key}:${turn(plain, mood.key)}`)),
    decryptStringAsync: (sealed) => {
      if (!mood.opens) return Promise.reject(new Error('temporarily unavailable'));
      const [key = '', text = ''] = sealed.toString().split(/:(.*)/s);
      return Promise.resolve({ result: turn(text, Number(key)), shouldReEncrypt: mood.rotated });
    },
  };
}

const open = { available: true, backend: 'gnome_libsecret', opens: true, rotated: false, key: 3 } as const;
const newFile = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'tidereel-safe-')), 'secrets.json');

test('keeps ciphertext only, over restarts', async () => {
  const file = await newFile();
  await createSafeStorageSecrets(standIn({ ...open }), file, 'linux').set('key:openai', 'sk-plain-text');
  expect(await readFile(file, 'utf8')).not.toContain(Buffer.from('sk-plain').toString('base64').slice(0, 8));
  const again = createSafeStorageSecrets(standIn({ ...open }), file, 'linux');
  expect(await again.get('key:openai')).toBe('sk-plain-text');
  expect(await again.names()).toEqual(['key:openai']);
  await again.delete('key:openai');
  expect(await again.get('key:openai')).toBeNull();
});

test('a secret that cannot be opened now is kept, and opens later', async () => {
  const file = await newFile();
  const mood: Mood = { ...open };
  const secrets = createSafeStorageSecrets(standIn(mood), file, 'linux');
  await secrets.set('a', '1');
  mood.opens = false;
  await expect(secrets.get('a')).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
  mood.opens = true;
  expect(await secrets.get('a')).toBe('1');
});

test('after a rotation of the key the secret is encrypted anew', async () => {
  const file = await newFile();
  const mood: Mood = { ...open };
  const secrets = createSafeStorageSecrets(standIn(mood), file, 'darwin');
  await secrets.set('a', 'value');
  const before = await readFile(file, 'utf8');
  Object.assign(mood, { rotated: true, key: 5 });
  expect(await secrets.get('a')).toBe('value');
  expect(await readFile(file, 'utf8')).not.toBe(before);
  expect(await secrets.get('a')).toBe('value');
});

test.each([
  { platform: 'linux' as const, backend: 'basic_text' as const, ok: false },
  { platform: 'linux' as const, backend: 'gnome_libsecret' as const, ok: true },
  { platform: 'win32' as const, backend: 'basic_text' as const, ok: true },
])('on $platform with $backend it is ready: $ok', async ({ platform, backend, ok }) => {
  const secrets = createSafeStorageSecrets(standIn({ ...open, backend }), await newFile(), platform);
  expect((await secrets.ready()).ok).toBe(ok);
  if (!ok) await expect(secrets.set('a', '1')).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
});
