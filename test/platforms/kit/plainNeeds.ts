import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Grant, Spending } from '../../../electron/accounts/types.ts';
import type { Endpoints } from '../../../electron/endpoints.ts';
import type { Outgoing } from '../../../electron/publish/adapter.ts';
import { createLimits } from '../../../electron/publish/limits/createLimits.ts';
import type { PlatformNeeds } from '../../../electron/publish/platformNeeds.ts';
import { openStore } from '../../../electron/store/openStore.ts';
import { defaultOptions, type PostOptions } from '../../../shared/publish/postOptions.ts';
import type { Simulator } from './simulator.ts';

export type PlainNeeds = PlatformNeeds & {
  readonly clock: { ms: number };
  /** What was written down as spent. */
  readonly spent: Parameters<Spending['add']>[0][];
  /** How often an adapter said that its token was refused. */
  readonly refusals: string[];
  /** null: the sign-in is over, and reading a grant fails. */
  grant: Grant | null;
  readonly folder: string;
  [Symbol.dispose](): void;
};

/** What an adapter is built from, against one simulator: real limits on a database of their own, grants from the simulator. */
export function plainNeeds({
  simulator,
  clock,
  account,
}: {
  simulator: Pick<Simulator, 'platform' | 'endpoints' | 'grantFor'>;
  clock: { ms: number };
  account: string;
}): PlainNeeds {
  const folder = mkdtempSync(join(tmpdir(), 'tidereel-adapter-'));
  const now = (): Date => new Date(clock.ms);
  const store = openStore({ home: folder, now });
  const spent: PlainNeeds['spent'] = [];
  const refusals: string[] = [];
  const needs: PlainNeeds = {
    clock,
    folder,
    spent,
    refusals,
    now,
    grant: simulator.grantFor(account),
    endpoints: { [simulator.platform]: simulator.endpoints } as unknown as Endpoints, // an adapter reads only its own part
    limits: createLimits({ write: store.write, now, changed: () => undefined }),
    spending: { add: (cost) => void spent.push(cost) },
    tokens: {
      read: async () => {
        const { PublishFailed } = await import('../../../shared/publish/failure.ts');
        if (needs.grant === null) throw new PublishFailed({ kind: 'sign-in-again' });
        return needs.grant;
      },
      refused: (_session, accessToken) => {
        refusals.push(accessToken);
        if (needs.grant?.accessToken === accessToken) needs.grant = simulator.grantFor(account);
      },
    },
    [Symbol.dispose]: () => {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return needs;
}

export type PostWishes = {
  readonly bytes?: number;
  readonly title?: string;
  readonly caption?: string;
  readonly options?: Partial<PostOptions>;
  readonly seconds?: number;
  readonly at?: Date;
};

/** A post with a film of random bytes on the disk. */
export function makePost(needs: PlainNeeds, platform: string, wishes: PostWishes = {}): Outgoing {
  const {
    bytes = 200_000,
    title = 'A title',
    caption = `Words ${randomBytes(4).toString('hex')}`,
    seconds = 12,
    at = needs.now(),
  } = wishes;
  const path = join(needs.folder, `film-${randomBytes(4).toString('hex')}.mp4`);
  const film = randomBytes(bytes);
  writeFileSync(path, film);
  return {
    postId: randomBytes(6).toString('hex'),
    file: { path, bytes, hash: createHash('sha256').update(film).digest('hex'), seconds, width: 1080, height: 1920 },
    words: { title, caption },
    options: { ...defaultOptions(platform), ...wishes.options } as PostOptions, // a part of the same platform's options
    at,
    session: { channelId: `${platform}-channel`, remoteAccount: 'account', secretRef: `grant:${platform}-channel` },
  };
}
