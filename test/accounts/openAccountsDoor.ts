import type { ChangeBus } from '../../electron/changes.ts';
import type { HttpDoor } from '../../electron/doors/httpDoor.ts';
import { openDoor } from '../../electron/openDoor.ts';
import { asChannel } from '../../electron/publish/readChannels.ts';
import { createKeys } from '../../electron/secrets/createKeys.ts';
import type { Secrets } from '../../electron/secrets/secrets.ts';
import type { Services } from '../../electron/services.ts';
import { channels } from '../../electron/store/schema.ts';
import { standInServices } from '../doors/standInServices.ts';
import type { OpenAccounts } from './openAccounts.ts';

/** The real door of a data folder, with nothing behind it but accounts and keys: the command line comes in through it. */
export function openAccountsDoor(
  home: string,
  { studio, secrets, changes }: { studio: OpenAccounts; secrets: Secrets; changes: ChangeBus },
  more: Partial<Services['channels']> = {},
): Promise<HttpDoor> {
  const list: Services['channels']['list'] = () => studio.store.read.select().from(channels).all().map(asChannel);
  const services = standInServices({ keys: createKeys(secrets), channels: { ...studio.service, list, ...more } }, changes);
  const nothing = (): null => null;
  return openDoor(
    home,
    {
      services,
      media: nothing,
      practicePage: nothing,
      notices: [],
      start: () => undefined,
      untilIdle: () => studio.jobs.untilIdle(),
      wake: () => studio.jobs.wake(),
      close: () => studio.closeAll(),
    },
    0,
  );
}
