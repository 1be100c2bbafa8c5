import { z } from 'zod';
import { locked, type Secrets } from '../secrets/secrets.ts';
import { Grant } from './types.ts';

/** `renewalAskedAt`: a renewal was begun then and has not come to its end; ISO instant. */
const StoredGrant = Grant.extend({ renewalAskedAt: z.iso.datetime().nullable().default(null) });
export type StoredGrant = z.infer<typeof StoredGrant>;

export type Grants = {
  /** null: there is none, or it cannot be understood. @throws Failure SECRETS_LOCKED */
  read(ref: string): Promise<StoredGrant | null>;
  /** Written, and read back before it counts as kept. @throws Failure SECRETS_LOCKED, DISK_FULL, FOLDER_READ_ONLY */
  keep(ref: string, grant: Grant, renewalAskedAt?: Date): Promise<void>;
  /** @throws Failure SECRETS_LOCKED */
  forget(ref: string): Promise<void>;
};

/** The name under which a channel's grant is stored; it stands in the channel's row. */
export const grantRefOf = (channelId: string): string => `grant:${channelId}`;

export function createGrants(secrets: Secrets): Grants {
  return {
    async read(ref) {
      const text = await secrets.get(ref);
      return text === null ? null : parse(text);
    },
    async keep(ref, grant, renewalAskedAt) {
      const stored: StoredGrant = { ...Grant.parse(grant), renewalAskedAt: renewalAskedAt?.toISOString() ?? null };
      const text = JSON.stringify(stored);
      await secrets.set(ref, text);
      if ((await secrets.get(ref)) !== text) throw locked('The store of secrets does not give back what was put into it.');
    },
    forget: (ref) => secrets.delete(ref),
  };
}

function parse(text: string): StoredGrant | null {
  try {
    return StoredGrant.parse(JSON.parse(text));
  } catch {
    return null; // without the error: it would carry the tokens along
  }
}
