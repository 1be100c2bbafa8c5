import { KeyName } from '../../shared/contract/settings.ts';
import { Failure } from '../../shared/errors.ts';
import type { Service } from '../services.ts';
import { keyDocuments } from './keyDocuments.ts';
import { secretNameOf } from './readKey.ts';
import type { Secrets } from './secrets.ts';

/** The creator's credentials: they go in, and only their names come back. */
export function createKeys(secrets: Secrets): Service<'keys'> {
  return {
    async list() {
      const { ok, why } = await secrets.ready();
      const stored = new Set(ok ? await secrets.names() : []);
      return { store: secrets.name, ready: ok, why, names: KeyName.options.filter((name) => stored.has(secretNameOf(name))) };
    },
    async set({ name, value }) {
      const parsed = keyDocuments[name].safeParse(value);
      if (!parsed.success) {
        // Places and rules only: the values are secret.
        const places = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the document'}: ${issue.message}`);
        const fields = Object.keys(keyDocuments[name].shape).join(', ');
        throw new Failure(
          'BAD_INPUT',
          `The key for ${name} is not complete. ${places.join('; ')}.`,
          `It takes: ${fields}. Nothing was stored.`,
        );
      }
      await secrets.set(secretNameOf(name), JSON.stringify(parsed.data));
      return {};
    },
    async remove({ name }) {
      await secrets.delete(secretNameOf(name));
      return {};
    },
  };
}
