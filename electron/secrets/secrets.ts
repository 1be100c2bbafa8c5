/* Words: a secret is a text under a name; a store keeps secrets between starts, never as plain text. A store that is not
ready refuses, it never answers "nothing there". */
import { Failure } from '../../shared/errors.ts';

export type Secrets = {
  /** Where the secrets are, for people: "the system keychain". */
  readonly name: string;
  /** Can secrets be kept and read now? `why` says what is in the way and what to do. */
  ready(): Promise<Readiness>;
  /** null only when the store is ready and has no such secret. @throws Failure SECRETS_LOCKED */
  get(name: string): Promise<string | null>;
  /** @throws Failure SECRETS_LOCKED, DISK_FULL, FOLDER_READ_ONLY; the old value is then kept. */
  set(name: string, value: string): Promise<void>;
  /** @throws Failure SECRETS_LOCKED */
  delete(name: string): Promise<void>;
  /** @throws Failure SECRETS_LOCKED */
  names(): Promise<readonly string[]>;
};

export type Readiness = { readonly ok: true; readonly why: null } | { readonly ok: false; readonly why: string };

export const READY: Readiness = { ok: true, why: null };

/** The refusal of a store that is not ready. */
export const locked = (why: string, cause?: unknown): Failure =>
  new Failure('SECRETS_LOCKED', `Secrets cannot be read or kept now. ${why}`, 'Nothing was stored or changed. Mend that, then try again.', {
    cause,
  });
