import type { KeyName } from '../../shared/contract/settings.ts';
import { Failure } from '../../shared/errors.ts';
import { keyDocuments, type KeyDocument } from './keyDocuments.ts';
import type { Secrets } from './secrets.ts';

/** The name under which a key document is stored. */
export const secretNameOf = (name: KeyName): string => `key:${name}`;

/**
 * The creator's credentials for a service, or null when none were entered.
 * @throws Failure SECRETS_LOCKED, or KEY_MISSING when what is stored is not complete.
 */
export async function readKey<Name extends KeyName>(secrets: Pick<Secrets, 'get'>, name: Name): Promise<KeyDocument<Name> | null> {
  const stored = await secrets.get(secretNameOf(name));
  if (stored === null) return null;
  try {
    return keyDocuments[name].parse(JSON.parse(stored)) as KeyDocument<Name>; // the schema of this very name
  } catch {
    // No cause: a parse error would carry the secret into the log.
    throw new Failure('KEY_MISSING', `The stored key for ${name} is not complete.`, 'Enter it again in Settings, or with “tidereel keys”.');
  }
}
