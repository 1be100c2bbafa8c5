import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../shared/errors.ts';
import { findLivingOwner, type Owner } from './doors/ownerFile.ts';

/** So long another process may hold the data folder without answering before this one gives up. */
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 200;

/**
 * The process that owns a data folder and answers, or what `open` makes of the folder when there is none. Of several starts
 * at the same moment the slower ones find it locked and nobody answering yet; a command about to end looks the same.
 * @throws Failure HOME_IN_USE when the owner does not answer (it hangs, or was stopped); what `open` throws.
 */
export async function ownerOrOpen<Opened>(
  home: string,
  open: () => Promise<Opened>,
  waitMs = WAIT_MS,
): Promise<{ readonly owner: Owner; readonly opened: null } | { readonly owner: null; readonly opened: Opened }> {
  const until = performance.now() + waitMs; // not a count of looks: one at an owner that hangs takes seconds
  for (;;) {
    const owner = await findLivingOwner(home);
    if (owner !== null) return { owner, opened: null };
    try {
      return { owner: null, opened: await open() };
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'HOME_IN_USE' || performance.now() >= until) throw error;
    }
    await sleep(LOOK_EVERY_MS);
  }
}
