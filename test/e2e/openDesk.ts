import { expect, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StudioClient } from '../../electron/cli/command.ts';
import { connectStudio } from '../../electron/cli/connectStudio.ts';
import { askForAddress, findLivingOwner } from '../../electron/doors/ownerFile.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { startSimulators, type Simulators } from '../platforms/startSimulators.ts';
import { startStudio, type RunningStudio } from './startStudio.ts';

export type Desk = {
  readonly home: string;
  readonly platforms: Simulators;
  studio: RunningStudio;
  /** The studio that runs, asked past its window: to prepare what a test is not about. */
  client: StudioClient;
  /** Opens a view by its name; each page comes in with an address of its own, since an address lets in only once. */
  readonly open: (page: Page, view: string) => Promise<void>;
  /** Stops the studio and starts it again on the same folder. */
  readonly restart: (env?: Record<string, string>) => Promise<void>;
  /** Stores the keys of a platform and signs in to it as this account, without the walk through the window. */
  readonly connect: (platform: RemotePlatform, account?: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** A studio on a folder of its own whose four platforms are on this computer. */
export async function openDesk(env: Record<string, string> = {}): Promise<Desk> {
  const home = mkdtempSync(join(tmpdir(), 'tidereel-e2e-'));
  const platforms = await startSimulators();
  const start = async (more: Record<string, string> = {}): Promise<Pick<Desk, 'studio' | 'client'>> => {
    const studio = await startStudio(home, {
      TIDEREEL_ENDPOINTS: JSON.stringify(platforms.announced.endpoints),
      TIDEREEL_VAULT_PASSPHRASE: 'a passphrase of the tests',
      TIDEREEL_TEST: '1',
      ...env,
      ...more,
    });
    return { studio, client: (await connectStudio(home, process.env)).client };
  };
  const desk: Desk = {
    home,
    platforms,
    ...(await start()),
    async open(page, view) {
      const owner = await findLivingOwner(home);
      if (owner === null) throw new Error('The studio does not answer.');
      await page.goto(await askForAddress(owner));
      await page.getByRole('link', { name: view }).click();
      await expect(page.getByRole('heading', { name: view, level: 1 })).toBeVisible();
    },
    async restart(more) {
      await desk.studio.stop();
      Object.assign(desk, await start(more));
    },
    async connect(platform, account = 'mia') {
      await desk.client.keys.set({ name: platform, value: platforms.announced.keys[platform] });
      const { switches } = platforms[platform];
      const before = { ...switches };
      Object.assign(switches, platform === 'tiktok' ? { auto: true, autoAccount: account } : { auto: account });
      const { id, authorizeUrl } = await desk.client.channels.signIn({ platform });
      await (await fetch(authorizeUrl)).text(); // leads back to the studio, as a browser would
      Object.assign(switches, before);
      const { accounts } = await desk.client.channels.signInState({ signInId: id });
      const [first] = accounts;
      const state =
        first === undefined
          ? await desk.client.channels.signInState({ signInId: id })
          : await desk.client.channels.chooseAccounts({ signInId: id, remoteAccounts: [first.remoteAccount] });
      const [channelId] = state.channelIds;
      if (channelId === undefined) throw new Error(`No sign-in to ${platform}: ${JSON.stringify(state)}`);
      return channelId;
    },
    async close() {
      await desk.studio.stop();
      await platforms.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return desk;
}
