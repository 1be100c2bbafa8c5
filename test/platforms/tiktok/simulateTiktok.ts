/*
TikTok as section 1 of the platform reference describes it, as a real server on loopback: sign-in for desktop apps with a
page to allow or refuse, the Content Posting API with its pieces, and the Display API. A film is hashed as it streams and
kept nowhere. A post becomes visible when its last byte has come and its processing (and, if public, its check) is over
by the simulator's clock. Facts that nobody could verify are switches.
*/
import { openSimulator, type Reply } from '../kit/openSimulator.ts';
import type { Simulator, SimulatorOptions } from '../kit/simulator.ts';
import { keys, makeAccountRoutes } from './accountRoutes.ts';
import { makeDisplayRoutes, type Numbers } from './displayRoutes.ts';
import { makePostingRoutes, makeWindow, type Guard } from './postingRoutes.ts';
import { errorReply } from './replies.ts';
import { makeAccount, plainSwitches, seenPosts, type Task, type TiktokAccount, type TiktokSwitches, type World } from './state.ts';

export type TiktokSimulator = Simulator<TiktokSwitches> & {
  /** By username: "mia" and "studio" unless more are added. May be changed. */
  readonly accounts: Map<string, TiktokAccount>;
  /** Every upload that was begun. */
  readonly tasks: () => readonly Task[];
  /** What the numbers of a public video are from now on. */
  readonly setNumbers: (postId: string, numbers: Numbers) => void;
  /** The owner finishes a draft in the TikTok app. */
  readonly finishDraft: (publishId: string, how: { privacy: string; caption: string }) => void;
};

export async function simulateTiktok({ clock, port, switches: wished }: SimulatorOptions<TiktokSwitches> = {}): Promise<TiktokSimulator> {
  const now = clock === undefined ? Date.now : () => clock.now();
  const switches = { ...plainSwitches, ...wished };
  const accounts = new Map([makeAccount('mia', 'Mia Makes'), makeAccount('studio', 'Studio')].map((one) => [one.username, one]));
  const world: World = { now, switches, accounts, tasks: new Map(), secrets: new Set([keys.clientSecret]) };
  const numbers = new Map<string, Numbers>();
  const { routes, grantFor, kill, bearer } = makeAccountRoutes(world);
  const mayAsk = makeWindow(now);

  const guard: Guard =
    (name, { scopes, perMinute }, answer) =>
    async (question): Promise<Reply> => {
      const access = bearer(question);
      if (access === null) return errorReply(401, 'access_token_invalid', 'The access token is invalid or not found in the request.');
      if (!scopes.some((scope) => access.scopes.includes(scope))) {
        return errorReply(401, 'scope_not_authorized', 'The user did not authorize the scope required for completing this request.');
      }
      const { account } = access;
      if (!mayAsk(`${name} ${account.openId}`, perMinute)) {
        const wait = switches.retryAfter === null ? {} : { 'retry-after': String(switches.retryAfter) };
        return errorReply(429, 'rate_limit_exceeded', 'The API rate limit was exceeded.', wait);
      }
      const text = (await question.body()).toString('utf8');
      if (question.method === 'POST' && !(question.headers['content-type'] ?? '').startsWith('application/json')) {
        return errorReply(400, 'invalid_param', 'The content type must be application/json.');
      }
      const json = text === '' ? {} : await question.json();
      if (typeof json !== 'object' || json === null) return errorReply(400, 'invalid_param', 'The body is not a JSON object.');
      return answer({ question, account, json: json as Record<string, unknown> });
    };

  const find = (username: string): TiktokAccount => {
    const account = accounts.get(username);
    if (account === undefined) throw new Error(`The simulator has no account “${username}”.`);
    return account;
  };

  const server = await openSimulator(
    [...routes, ...makePostingRoutes(world, guard, () => server.origin), ...makeDisplayRoutes(world, guard, numbers)],
    errorReply(404, 'unsupported_path', 'Unsupported path.'),
    port,
  );
  return {
    platform: 'tiktok',
    origin: server.origin,
    faults: server.faults,
    questions: server.questions,
    close: server.close,
    endpoints: { authorize: server.origin, api: server.origin },
    switches,
    keys,
    accounts,
    tasks: () => [...world.tasks.values()],
    grantFor: (account) => grantFor(find(account)),
    killTokens: (account, { refresh = false } = {}) => kill(find(account), refresh),
    published: () => seenPosts(world),
    secretsGiven: () => [...world.secrets],
    setNumbers: (postId, given) => void numbers.set(postId, given),
    finishDraft(publishId, { privacy, caption }) {
      const task = world.tasks.get(publishId);
      if (task === undefined) throw new Error(`There is no draft ${publishId}.`);
      task.finished = { at: now(), privacy, caption };
    },
  };
}
