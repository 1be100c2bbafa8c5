import type { HttpDoor } from './doors/httpDoor.ts';
import { openDoor } from './openDoor.ts';
import type { Secrets } from './secrets/secrets.ts';
import { openStudio, type Studio } from './studio.ts';

export type OwnedStudio = { readonly studio: Studio; readonly door: HttpDoor; close(): Promise<void> };

/**
 * Opens the studio of a data folder together with its loopback door. No job runs before `studio.start()`.
 * @throws Failure HOME_IN_USE when another process owns the folder; whatever was opened is closed again.
 */
export async function openOwnedStudio(options: {
  home: string;
  env: NodeJS.ProcessEnv;
  host: 'desktop' | 'browser';
  port: number;
  /** Electron's own encrypted storage, inside Electron. */
  safeStorage?: Secrets;
}): Promise<OwnedStudio> {
  const { port, ...studioOptions } = options;
  await using undo = new AsyncDisposableStack();
  const studio = await openStudio(studioOptions);
  undo.defer(() => studio.close());
  const door = await openDoor(options.home, studio, port);
  undo.defer(() => door.close());
  const opened = undo.move();
  return { studio, door, close: () => opened.disposeAsync() };
}
