import { eq } from 'drizzle-orm';
import { createServer } from 'node:net';
import type { Choices, LimitState, SignIn } from '../../shared/contract/channels.ts';
import { Failure } from '../../shared/errors.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { openMethod, type OpenMethod, type SignInMethods } from '../accounts/openMethod.ts';
import { platformName } from '../accounts/platformName.ts';
import { signInTrouble } from '../accounts/signInTrouble.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ReadDb } from '../store/handles.ts';
import { channels } from '../store/schema.ts';
import type { Check } from './guides.ts';
import { judgeMode } from './judgeMode.ts';

export type CheckNeeds = {
  readonly secrets: Secrets;
  readonly methods: SignInMethods;
  readonly read: ReadDb;
  /** Why the last sign-in failed; null when it did not. */
  readonly lastProblem: (platform: RemotePlatform) => SignIn['problem'];
  /** @throws Failure */
  readonly choices: (channelId: string, signal: AbortSignal) => Promise<Choices>;
  readonly limits: () => readonly LimitState[];
};

export type Found = { readonly ok: boolean; readonly message: string; readonly cure: string };

const good = (message: string): Found => ({ ok: true, message, cure: '' });
const CHECK_WITHIN_MS = 20_000;

/** Looks whether a step was done right. What cannot be told before somebody signs in is said to be so. Throws nothing foreseen. */
export async function checkStep(check: Check, platform: RemotePlatform, needs: CheckNeeds, signal: AbortSignal): Promise<Found> {
  const name = platformName[platform];
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(CHECK_WITHIN_MS)]);
  try {
    const method = await openMethod(platform, needs);
    const rows = needs.read.select().from(channels).where(eq(channels.platform, platform)).all();
    const ready = rows.filter(({ standing }) => standing === 'ready');
    const names = ready.map(({ name }) => name).join(', ');
    switch (check) {
      case 'keys-stored':
        return good(`The keys of your ${name} app are stored in ${needs.secrets.name}.`);
      case 'keys-accepted':
        if (method.checkKeys !== null) return await method.checkKeys(inTime);
        return good(`${name} does not say whether keys are right before somebody signs in.`);
      case 'redirect':
        if (ready.length > 0) return good(`A sign-in came back here (${names}), so the address is registered.`);
        return await lookAtRedirect(method, needs.lastProblem(platform));
      case 'signed-in': {
        if (ready.length > 0) return good(`Signed in as ${names}.`);
        const problem = needs.lastProblem(platform);
        if (problem !== null) return { ok: false, message: `The last sign-in failed. ${problem.message}`, cure: problem.hint };
        const stopped = rows.find(({ reason }) => reason !== null);
        return {
          ok: false,
          message: stopped?.reason ?? `Nobody is signed in to ${name} yet.`,
          cure: 'Sign in, and allow everything that is asked.',
        };
      }
      case 'mode': {
        const [first] = ready;
        if (first === undefined) return { ok: false, message: 'That shows only once you are signed in.', cure: 'Sign in first.' };
        return judgeMode(platform, first, platform === 'tiktok' ? await needs.choices(first.id, inTime) : null);
      }
      case 'quota':
        return quotaOf(
          needs.limits().filter((limit) => limit.platform === platform),
          name,
        );
      default:
        return check satisfies never;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) return { ok: false, message: error.message, cure: error.hint };
    const words = signInTrouble(error, name);
    if (words === null) throw error;
    return { ok: false, message: words.message, cure: words.hint };
  }
}

/** Whether an address is registered shows at the first sign-in only; whether a browser could come back shows now. */
async function lookAtRedirect(method: OpenMethod, problem: SignIn['problem']): Promise<Found> {
  if (problem !== null) return { ok: false, message: `The last sign-in failed. ${problem.message}`, cure: problem.hint };
  const untold = `Whether it is registered at ${platformName[method.platform]} shows at the first sign-in.`;
  const [redirect] = method.redirects;
  if (redirect === undefined || redirect.route === 'paste' || redirect.ports === 'any') return good(untold);
  const free = await Promise.all(redirect.ports.map(isFree));
  if (free.includes(true)) return good(`This computer can be come back to at port ${redirect.ports[free.indexOf(true)]}. ${untold}`);
  return {
    ok: false,
    message: `Other programs use all the ports of this list now: ${redirect.ports.join(', ')}.`,
    cure: 'Close the other program (another Tidereel, perhaps), then check again.',
  };
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function quotaOf(limits: readonly LimitState[], name: string): Found {
  if (limits.length === 0) return good(`Nothing was asked of ${name} yet, so everything is left.`);
  const blocked = limits.find(({ blockedUntil }) => blockedUntil !== null);
  const left = limits
    .map(({ label, used, capacity }) => `${label}: ${Math.max(0, Math.floor(capacity - used))} of ${capacity} left`)
    .join('. ');
  if (blocked === undefined) return good(`${left}.`);
  return {
    ok: false,
    message: `${name} asked us to stop until ${blocked.blockedUntil}. ${blocked.reason ?? ''} ${left}.`.replace(/ {2,}/g, ' '),
    cure: 'Nothing needs to be done: posts go on by themselves then.',
  };
}
