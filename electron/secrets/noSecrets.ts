import { locked, type Secrets } from './secrets.ts';

/** The store of a computer that has none: it refuses everything, with the cure. */
export function createNoSecrets(why: string): Secrets {
  const refuse = (): Promise<never> => Promise.reject(locked(why));
  return { name: 'none', ready: () => Promise.resolve({ ok: false, why }), get: refuse, set: refuse, delete: refuse, names: refuse };
}
