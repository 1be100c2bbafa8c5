/*
A process that signs in and stays signed in as the studio does: the real database, the real vault, the real log and the real
door, for the command line to come in through. Asking for the choices of a channel has its token refused and renewed.
*/
import process from 'node:process';
import { createChangeBus } from '../../electron/changes.ts';
import { readEndpoints } from '../../electron/endpoints.ts';
import { openLog } from '../../electron/openLog.ts';
import { openSecrets } from '../../electron/secrets/openSecrets.ts';
import { Failure } from '../../shared/errors.ts';
import { PublishFailed } from '../../shared/publish/failure.ts';
import platformsJson from '../../resources/platforms.json' with { type: 'json' };
import { openAccounts } from './openAccounts.ts';
import { openAccountsDoor } from './openAccountsDoor.ts';
import { methodsAt } from './openPlatform.ts';

const home = process.env['TIDEREEL_HOME'] ?? '';
const log = openLog(home);
const report = (err: unknown): void => log.error({ err }, 'A sign-in met something unforeseen.');
const changes = createChangeBus();
const secrets = openSecrets({ home, env: process.env });
const endpoints = readEndpoints(platformsJson, process.env);
const clock = { ms: Date.now() };
const studio = openAccounts(
  { home, clock, secrets, changes, report },
  methodsAt(endpoints, () => new Date(clock.ms)),
);

const door = await openAccountsDoor(
  home,
  { studio, secrets, changes },
  {
    async choices({ channelId }, { signal }) {
      const session = studio.session(channelId);
      try {
        const grant = await studio.tokens.read(session, signal);
        studio.tokens.refused(session, grant.accessToken);
        await studio.tokens.read(session, signal);
      } catch (error) {
        report(error);
        if (!(error instanceof PublishFailed)) throw error;
        throw new Failure('CONFLICT', JSON.stringify(error.failure), '', { cause: error });
      }
      return { account: channelId, privacy: [], disabled: [], maxSeconds: null, postsLeft: null, categories: [], notes: [] };
    },
  },
);
process.once('SIGTERM', () => {
  void door
    .close()
    .then(() => studio.closeAll())
    .then(() => process.exit(0));
});
process.stdout.write('ready\n');
