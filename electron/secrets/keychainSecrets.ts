import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { locked, READY, type Readiness, type Secrets } from './secrets.ts';

/** What we use of keytar. */
export type Keychain = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<{ account: string; password: string }[]>;
};

const DEADLINE_MS = 3_000;
const PROBE = 'tidereel-probe';
const SILENT = 'The system keychain did not answer within three seconds; it may be locked and waiting to be opened.';

/** keytar, where it is installed and its binary loads; an optional dependency. */
export function loadKeytar(): Keychain | null {
  try {
    return createRequire(import.meta.url)('keytar') as Keychain; // its own types say the same
  } catch {
    return null; // not installed, or not built for this computer
  }
}

async function inTime<Value>(answer: Promise<Value>, deadlineMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(SILENT)), deadlineMs);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Secrets in the system's keychain (macOS Keychain, Windows Credential Manager, Secret Service on Linux). A locked or
 * missing keychain answers "nothing" to a read, so nothing is believed before a secret was written, read back and deleted;
 * and "nothing" is believed only right after that worked once more.
 */
export function createKeychainSecrets(keychain: Keychain, service: string, deadlineMs: number = DEADLINE_MS): Secrets {
  const probe = async (): Promise<Readiness> => {
    const value = randomBytes(12).toString('hex');
    const tried = async (): Promise<Readiness> => {
      await keychain.setPassword(service, PROBE, value);
      const read = await keychain.getPassword(service, PROBE);
      await keychain.deletePassword(service, PROBE);
      return read === value ? READY : { ok: false, why: 'The system keychain does not give back what is stored in it.' };
    };
    try {
      return await inTime(tried(), deadlineMs);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const why = said === SILENT ? SILENT : `The system keychain refused (“${said}”). Open it or sign in to your desktop session.`;
      return { ok: false, why };
    }
  };
  let first: Promise<Readiness> | null = null;
  const ready = async (): Promise<Readiness> => {
    first ??= probe();
    const readiness = await first;
    if (!readiness.ok) first = null; // it may be opened in the meantime: the next question probes again
    return readiness;
  };
  const demand = async (readiness: Promise<Readiness>): Promise<void> => {
    const { ok, why } = await readiness;
    if (!ok) throw locked(why);
  };
  const ask = async <Value>(question: () => Promise<Value>): Promise<Value> => {
    await demand(ready());
    try {
      return await inTime(question(), deadlineMs);
    } catch (error) {
      throw locked(error instanceof Error ? error.message : String(error), error);
    }
  };
  return {
    name: 'the system keychain',
    ready,
    async get(name) {
      const value = await ask(() => keychain.getPassword(service, name));
      if (value === null) await demand(probe());
      return value;
    },
    set: (name, value) => ask(() => keychain.setPassword(service, name, value)),
    async delete(name) {
      await ask(() => keychain.deletePassword(service, name));
    },
    async names() {
      const found = await ask(() => keychain.findCredentials(service));
      if (found.length === 0) await demand(probe());
      return found.map(({ account }) => account).filter((account) => account !== PROBE);
    },
  };
}
