import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/* The file: a header that says how the key was made, a check of the key, and one sealed text. The header is sealed too. */

const Base64 = z.base64();
const VaultFile = z.object({
  version: z.literal(1),
  salt: Base64,
  /** scrypt cost, a power of two. */
  cost: z
    .int()
    .min(1024)
    .max(1 << 20),
  /** Tells a wrong passphrase from a damaged file; SHA-256 of a second half of the derived key, of no use for the first. */
  check: Base64,
  iv: Base64,
  tag: Base64,
  sealed: Base64,
});
type VaultFile = z.infer<typeof VaultFile>;
const Contents = z.record(z.string(), z.string());

export const COST = 1 << 16; // 64 MB and about 0.2 s a guess

export type VaultKey = { readonly salt: string; readonly cost: number; readonly seal: Buffer; readonly check: string };

export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase';
}
export class VaultDamaged extends Error {
  override readonly name = 'VaultDamaged';
}

/** Derives the key of a passphrase with scrypt (RFC 7914; r = 8, p = 1). */
export async function deriveKey(passphrase: string, salt: string, cost: number): Promise<VaultKey> {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const options = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 64, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
  const check = createHash('sha256').update(bytes.subarray(32)).digest('base64');
  return { salt, cost, seal: bytes.subarray(0, 32), check };
}

export const newSalt = (): string => randomBytes(16).toString('base64');

const headerOf = (key: Pick<VaultKey, 'salt' | 'cost' | 'check'>): Buffer =>
  Buffer.from(JSON.stringify([1, key.salt, key.cost, key.check]));

/** Seals secrets with AES-256-GCM under a fresh nonce. */
export function sealVault(contents: Readonly<Record<string, string>>, key: VaultKey): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.seal, iv).setAAD(headerOf(key));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(contents), 'utf8'), cipher.final()]);
  const { salt, cost, check } = key;
  const tag = cipher.getAuthTag().toString('base64');
  const file: VaultFile = { version: 1, salt, cost, check, iv: iv.toString('base64'), tag, sealed: sealed.toString('base64') };
  return JSON.stringify(file);
}

/**
 * Opens a sealed vault. `known` is the key of the last opening, used again while the salt is the same.
 * @throws WrongPassphrase; VaultDamaged when any byte was changed or the file is not a vault.
 */
export async function openVault(
  text: string,
  passphrase: string,
  known: VaultKey | null,
): Promise<{ contents: Record<string, string>; key: VaultKey }> {
  const file = readFile(text);
  const fits = known !== null && known.salt === file.salt && known.cost === file.cost;
  const key = fits ? known : await deriveKey(passphrase, file.salt, file.cost);
  const [expected, found] = [Buffer.from(key.check, 'base64'), Buffer.from(file.check, 'base64')];
  if (expected.length !== found.length || !timingSafeEqual(expected, found))
    throw new WrongPassphrase('The passphrase is not the right one.');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.seal, Buffer.from(file.iv, 'base64'), { authTagLength: 16 });
    decipher.setAAD(headerOf(file)).setAuthTag(Buffer.from(file.tag, 'base64'));
    const plain = Buffer.concat([decipher.update(Buffer.from(file.sealed, 'base64')), decipher.final()]).toString('utf8');
    return { contents: Contents.parse(JSON.parse(plain)), key };
  } catch (error) {
    throw new VaultDamaged('The vault was changed by something else, or is damaged.', { cause: error });
  }
}

function readFile(text: string): VaultFile {
  try {
    return VaultFile.parse(JSON.parse(text));
  } catch (error) {
    throw new VaultDamaged('The vault is damaged, or was written by a newer Tidereel.', { cause: error });
  }
}
