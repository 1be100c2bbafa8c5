import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { createAccounts, type Accounts } from '../../electron/accounts/createAccounts.ts';
import type { SignInMethods } from '../../electron/accounts/openMethod.ts';
import { createChangeBus, type ChangeBus } from '../../electron/changes.ts';
import { createJobs } from '../../electron/jobs/createJobs.ts';
import type { Jobs } from '../../electron/jobs/types.ts';
import type { Session } from '../../electron/publish/adapter.ts';
import { asChannel } from '../../electron/publish/readChannels.ts';
import { locked, READY, type Secrets } from '../../electron/secrets/secrets.ts';
import { openStore, type Store } from '../../electron/store/openStore.ts';
import { channels } from '../../electron/store/schema.ts';
import type { Change } from '../../shared/contract/changes.ts';
import type { SignIn } from '../../shared/contract/channels.ts';

/** A store of secrets in memory whose lock a test may turn. */
type TestSecrets = Secrets & { readonly kept: Map<string, string>; locked: 'no' | 'yes' | 'for-writing'; writes: number };

function createTestSecrets(): TestSecrets {
  const kept = new Map<string, string>();
  const guard = (writes: boolean): void => {
    if (secrets.locked === 'yes' || (writes && secrets.locked === 'for-writing')) throw locked('The keychain is locked.');
  };
  const secrets: TestSecrets = {
    kept,
    locked: 'no',
    writes: 0,
    name: 'a test store',
    ready: async () => (secrets.locked === 'no' ? READY : { ok: false, why: 'The keychain is locked.' }),
    async get(name) {
      guard(false);
      return kept.get(name) ?? null;
    },
    async set(name, value) {
      guard(true);
      secrets.writes += 1;
      kept.set(name, value);
    },
    async delete(name) {
      guard(true);
      kept.delete(name);
    },
    async names() {
      guard(false);
      return [...kept.keys()];
    },
  };
  return secrets;
}

/** What a studio of accounts is opened on. */
type StudioWorld = {
  readonly home: string;
  readonly clock: { ms: number };
  readonly secrets: Secrets;
  readonly changes?: ChangeBus;
};

/** What outlives a process. */
export type AccountsWorld = StudioWorld & { readonly secrets: TestSecrets; [Symbol.dispose](): void };

export function makeAccountsWorld(at = '2026-11-20T12:00:00Z'): AccountsWorld {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-accounts-'));
  return {
    home,
    clock: { ms: Date.parse(at) },
    secrets: createTestSecrets(),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}

export type OpenAccounts = Accounts & {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly seen: Change[];
  readonly resumed: string[];
  readonly reported: unknown[];
  /** Moves the clock and lets what is due run. */
  pass(ms: number): Promise<void>;
  row(channelId: string): typeof channels.$inferSelect;
  session(channelId: string): Session;
  closeAll(): Promise<void>;
};

let ids = 0;

/** Accounts on a real database and a real queue, with a clock that stands still. */
export function openAccounts(world: StudioWorld, methods: Partial<SignInMethods>): OpenAccounts {
  const now = (): Date => new Date(world.clock.ms);
  const store = openStore({ home: world.home, now });
  const changes = world.changes ?? createChangeBus();
  const seen: Change[] = [];
  changes.listen((change) => seen.push(change));
  const reported: unknown[] = [];
  const report = (error: unknown): void => {
    reported.push(error);
  };
  const jobs = createJobs({ write: store.write, changes, now, random: () => 0.5, report });
  const resumed: string[] = [];
  const set = (channelId: string, fields: Partial<typeof channels.$inferInsert>): void =>
    void store.write.update(channels).set(fields).where(eq(channels.id, channelId)).run();
  const row = (channelId: string): typeof channels.$inferSelect => {
    const found = store.read.select().from(channels).where(eq(channels.id, channelId)).get();
    if (found === undefined) throw new Error(`no channel ${channelId}`);
    return found;
  };
  const accounts = createAccounts({
    secrets: world.secrets,
    methods: methods as SignInMethods, // a test signs in only where it gave a method
    read: store.read,
    write: store.write,
    jobs,
    changes,
    now,
    newId: () => `id${(ids += 1)}`,
    announce: (channelId) => {
      const value = asChannel(row(channelId));
      changes.publish({ topic: 'channel', value });
      return value;
    },
    pauseFor: (channelId, reason) => set(channelId, { paused: true, reason, standing: 'sign-in' }),
    resume: (channelId) => {
      resumed.push(channelId);
      set(channelId, { paused: false, reason: null, standing: 'ready' });
    },
    report,
  });
  jobs.start();
  accounts.heal();
  return {
    ...accounts,
    store,
    jobs,
    seen,
    resumed,
    reported,
    row,
    session: (channelId) => ({ channelId, remoteAccount: row(channelId).remoteAccount, secretRef: row(channelId).secretRef }),
    async pass(ms) {
      world.clock.ms += ms;
      jobs.wake();
      await jobs.untilIdle();
    },
    async closeAll() {
      await jobs.close();
      await accounts.close();
      store.close();
    },
  };
}

export const call = { signal: new AbortController().signal };

/** What a browser gets to see; it follows no redirect. */
export function visit(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The address to which a platform would send the browser back. */
export function callbackOf(signIn: SignIn, query: Record<string, string>): string {
  const state = new URL(signIn.authorizeUrl).searchParams.get('state') ?? '';
  return `${signIn.redirectUri}?${new URLSearchParams({ state, ...query }).toString()}`;
}
