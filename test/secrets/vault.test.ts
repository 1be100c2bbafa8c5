import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createKeys } from '../../electron/secrets/createKeys.ts';
import { openSecrets } from '../../electron/secrets/openSecrets.ts';
import { readKey } from '../../electron/secrets/readKey.ts';
import type { Secrets } from '../../electron/secrets/secrets.ts';

const { signal } = new AbortController();
const newHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'tidereel-secrets-'));
const openVault = (home: string, passphrase = 'correct horse'): Secrets =>
  openSecrets({ home, env: { TIDEREEL_VAULT_PASSPHRASE: passphrase }, keychain: null });

describe('the vault file', () => {
  test('gives back what was stored, over restarts, and no other file or byte of it shows the secret', async () => {
    const home = await newHome();
    await createKeys(openVault(home)).set({ name: 'openai', value: { apiKey: 'sk-very-secret-1234567890' } }, { signal });
    expect(await readKey(openVault(home), 'openai')).toEqual({ apiKey: 'sk-very-secret-1234567890' });
    const files = await readdir(home, { recursive: true });
    expect(files).toEqual(['secrets.vault']);
    const text = await readFile(join(home, 'secrets.vault'), 'latin1');
    for (const trace of ['very-secret', Buffer.from('very-secret').toString('base64').slice(2, -3), 'openai'])
      expect(text).not.toContain(trace);
    if (process.platform !== 'win32') expect((await stat(join(home, 'secrets.vault'))).mode & 0o077).toBe(0);
  });

  test('refuses a wrong passphrase and stays as it was', async () => {
    const home = await newHome();
    await openVault(home).set('a', 'first');
    const before = await readFile(join(home, 'secrets.vault'), 'utf8');
    const wrong = openVault(home, 'wrong horse');
    await expect(wrong.get('a')).rejects.toMatchObject({
      code: 'SECRETS_LOCKED',
      message: expect.stringContaining('TIDEREEL_VAULT_PASSPHRASE'),
    });
    await expect(wrong.set('a', 'second')).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
    expect(await wrong.ready()).toMatchObject({ ok: false });
    expect(await readFile(join(home, 'secrets.vault'), 'utf8')).toBe(before);
  });

  test.each(['salt', 'cost', 'check', 'iv', 'tag', 'sealed'])('notices when %s was changed', async (field) => {
    const home = await newHome();
    const file = join(home, 'secrets.vault');
    await openVault(home).set('a', 'first');
    const vault = JSON.parse(await readFile(file, 'utf8')) as Record<string, string | number>;
    const value = vault[field] ?? '';
    const other = Buffer.from(String(value), 'base64');
    other[0] = (other[0] ?? 0) ^ 1;
    vault[field] = typeof value === 'number' ? value / 2 : other.toString('base64');
    await writeFile(file, JSON.stringify(vault));
    await expect(openVault(home).get('a')).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
  });

  test('a file that is no vault is never overwritten', async () => {
    const home = await newHome();
    await writeFile(join(home, 'secrets.vault'), '{"version":2}');
    await expect(openVault(home).set('a', 'x')).rejects.toMatchObject({ code: 'SECRETS_LOCKED' });
    expect(await readFile(join(home, 'secrets.vault'), 'utf8')).toBe('{"version":2}');
  });

  test('many changes at once are all kept', async () => {
    const home = await newHome();
    const vault = openVault(home);
    await Promise.all(Array.from({ length: 8 }, (_, at) => vault.set(`name-${at}`, `value-${at}`)));
    await vault.delete('name-3');
    expect([...(await openVault(home).names())].sort()).toEqual([0, 1, 2, 4, 5, 6, 7].map((at) => `name-${at}`));
    expect(await vault.get('__proto__')).toBeNull();
  });
});

describe('without any store', () => {
  test('storing is refused with the cure, and nothing is written', async () => {
    const home = await newHome();
    const keys = createKeys(openSecrets({ home, env: {}, keychain: null }));
    await expect(keys.set({ name: 'openai', value: { apiKey: 'sk-1' } }, { signal })).rejects.toMatchObject({
      code: 'SECRETS_LOCKED',
      message: expect.stringContaining('TIDEREEL_VAULT_PASSPHRASE'),
    });
    expect(await keys.list(undefined, { signal })).toMatchObject({ store: 'none', ready: false, names: [] });
    expect(await readdir(home)).toEqual([]);
  });
});

describe('key documents', () => {
  const store = async (name: 'openai' | 'instagram' | 'x', value: Record<string, string>): Promise<unknown> =>
    createKeys(openVault(await newHome())).set({ name, value }, { signal });

  test.each([
    ['openai', {}],
    ['openai', { apiKey: '  ' }],
    ['openai', { apiKey: 'sk-hidden', extra: 'x' }],
    ['openai', { apiKey: 'sk-hidden', baseUrl: 'http://example.com/v1' }],
    ['openai', { apiKey: 'sk-hidden', baseUrl: 'file:///etc/passwd' }],
    ['instagram', { login: 'myspace', appId: '1', appSecret: '2' }],
  ] as const)('%s refuses %o, and says the place but never the value', async (name, value) => {
    const failure: unknown = await store(name, value).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'BAD_INPUT' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('sk-hidden');
  });

  test.each([
    ['openai', { apiKey: 'sk-1', baseUrl: 'http://127.0.0.1:8080/v1' }],
    ['instagram', { login: 'facebook', appId: '1', appSecret: '2' }],
    ['x', { clientId: '1' }],
  ] as const)('%s takes %o', async (name, value) => {
    await expect(store(name, value)).resolves.toEqual({});
  });

  test('only the names come back, and a removed one is gone', async () => {
    const secrets = openVault(await newHome());
    const keys = createKeys(secrets);
    await secrets.set('channel:1', 'not a key document');
    await keys.set({ name: 'pexels', value: { apiKey: 'p-1' } }, { signal });
    expect(await keys.list(undefined, { signal })).toMatchObject({ ready: true, why: null, names: ['pexels'] });
    await keys.remove({ name: 'pexels' }, { signal });
    expect((await keys.list(undefined, { signal })).names).toEqual([]);
    expect(await readKey(secrets, 'pexels')).toBeNull();
  });

  test('a damaged stored document is named without its content', async () => {
    const secrets = openVault(await newHome());
    await secrets.set('key:openai', '{"apiKey":"sk-broken');
    const failure: unknown = await readKey(secrets, 'openai').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'KEY_MISSING' });
    expect(inspect(failure)).not.toContain('sk-broken');
  });
});
