/*
X as its documents have it: sign-in with codes of 30 seconds and refresh tokens for one use, uploads in segments, posts
that cost money, and rate headers on every answer. Words: a switch turns an unverified fact one way or the other; a family
is all tokens that came of one sign-in; an owned read is reading one's own posts with one's own app.
*/
import { openSimulator, type Question, type Reply, type Route } from '../kit/openSimulator.ts';
import type { Simulator, SimulatorOptions } from '../kit/simulator.ts';
import { simulateMedia, type SimMedia } from './media.ts';
import { openMeter, type XCost } from './meter.ts';
import { simulateOauth, type XApp, type XSimAccount } from './oauth.ts';
import { simulatePosts, type SimPost } from './posts.ts';
import { bareForbidden, invalidRequest, problem, unauthorized } from './problems.ts';
import { usualSwitches, type XSwitches } from './switches.ts';

const X_EPOCH_MS = 1_288_834_974_657;

export type XSimulator = Simulator<XSwitches> & {
  /** May be changed: a secret makes the app confidential. */
  readonly app: XApp;
  readonly accounts: readonly XSimAccount[];
  readonly grantWith: (account: string, scopes: readonly string[]) => ReturnType<Simulator['grantFor']>;
  readonly costs: () => readonly XCost[];
  readonly posts: () => readonly SimPost[];
  readonly media: () => readonly SimMedia[];
  /** X forgets every upload now. */
  readonly forgetMedia: () => void;
};

type Call = {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  readonly scope: string;
  /** Not answered without credit. */
  readonly costs?: boolean;
  readonly answer: (question: Question, account: XSimAccount) => Reply | Promise<Reply>;
};

export async function simulateX(options: SimulatorOptions<XSwitches> = {}): Promise<XSimulator> {
  const now = options.clock === undefined ? () => Date.now() : options.clock.now;
  const switches: XSwitches = { ...usualSwitches, ...options.switches };
  let lastId = 0n;
  /** Ids as X makes them: its own time in the upper bits. */
  const newId = (): string => {
    const fresh = BigInt(now() - X_EPOCH_MS) << 22n;
    lastId = fresh > lastId ? fresh : lastId + 1n;
    return String(lastId);
  };
  const app: XApp = {
    clientId: 'x-app-id',
    clientSecret: null,
    callbacks: [47_821, 47_822, 47_823].map((port) => `http://127.0.0.1:${port}/callback`),
  };
  const accounts: XSimAccount[] = [
    { id: '1460323737035677698', username: 'mia', name: 'Mia Moves', subscription: 'None', isProtected: false },
    { id: '2244994945', username: 'studio', name: 'The Studio', subscription: 'Premium', isProtected: false },
  ];
  const oauth = simulateOauth({ app, accounts, switches, now });
  const meter = openMeter(switches, now);
  const media = simulateMedia({ switches, now, newId });
  const posts = simulatePosts({ switches, now, newId, media, meter });

  const me = ({ url }: Question, account: XSimAccount): Reply => {
    const fields = (url.searchParams.get('user.fields') ?? '').split(',');
    if (fields.includes('subscription_type') && switches.subscriptionField === 'refused') {
      return invalidRequest('The `user.fields` query parameter value [subscription_type] is not one of the allowed ones.');
    }
    meter.charge({ item: 'User read', units: 1, usdEach: 0.01, account: account.username });
    const { id, username, name, subscription, isProtected } = account;
    const isKnown = switches.subscriptionField === 'given';
    return {
      status: 200,
      body: {
        data: {
          id,
          name,
          username,
          ...(fields.includes('protected') ? { protected: isProtected } : {}),
          ...(fields.includes('subscription_type') && isKnown ? { subscription_type: subscription } : {}),
          ...(fields.includes('verified_type') && isKnown ? { verified_type: subscription === 'None' ? 'none' : 'blue' } : {}),
        },
      },
    };
  };

  const calls: Call[] = [
    {
      method: 'POST',
      path: '/2/media/upload/initialize',
      name: 'initialize',
      scope: 'media.write',
      answer: (q, { id }) => media.initialize(q, id),
    },
    {
      method: 'POST',
      path: '/2/media/upload/:id/append',
      name: 'append',
      scope: 'media.write',
      answer: (q, { id }) => media.append(q, id),
    },
    {
      method: 'POST',
      path: '/2/media/upload/:id/finalize',
      name: 'finalize',
      scope: 'media.write',
      answer: (q, { id }) => media.finalize(q, id),
    },
    { method: 'GET', path: '/2/media/upload', name: 'status', scope: 'media.write', answer: (q, { id }) => media.status(q, id) },
    {
      method: 'POST',
      path: '/2/media/upload',
      name: 'one-shot',
      scope: 'media.write',
      answer: () => invalidRequest('media_category: must be an image or subtitles; the field command is not allowed.'),
    },
    { method: 'POST', path: '/2/tweets', name: 'create', scope: 'tweet.write', costs: true, answer: posts.create },
    { method: 'GET', path: '/2/tweets', name: 'lookup', scope: 'tweet.read', costs: true, answer: posts.lookup },
    { method: 'DELETE', path: '/2/tweets/:id', name: 'delete', scope: 'tweet.write', costs: true, answer: posts.remove },
    { method: 'GET', path: '/2/users/me', name: 'me', scope: 'users.read', answer: me },
    { method: 'GET', path: '/2/users/:id/tweets', name: 'timeline', scope: 'tweet.read', costs: true, answer: posts.timeline },
  ];

  const guarded = ({ name, scope, costs, answer, ...rest }: Call): Route => ({
    ...rest,
    name,
    answer: async (question) => {
      const signedIn = oauth.bearer(question);
      if (signedIn === null) return { ...unauthorized, headers: anonymous() };
      const { headers, refusal } = meter.count(name, signedIn.account.id);
      const reply =
        refusal ??
        (signedIn.scopes.includes(scope)
          ? ((costs === true ? meter.noCredit() : null) ?? (await answer(question, signedIn.account)))
          : bareForbidden);
      return refusal === null ? { ...reply, headers: { ...headers, ...reply.headers } } : reply;
    },
  });

  /** Rate headers come always, also where nobody is known. */
  const anonymous = (): Record<string, string> => ({
    'x-rate-limit-limit': '900',
    'x-rate-limit-remaining': '899',
    'x-rate-limit-reset': String(Math.ceil(now() / 1_000) + 900),
  });

  /** The public page of a post, as its address in the browser shows it. */
  const page = ({ params }: Question): Reply => {
    const post = posts.shown().find(({ id }) => id === params['id']);
    if (post === undefined) return { status: 404, body: '<!doctype html><title>X</title><p>Nothing to see here.</p>' };
    return { status: 200, body: `<!doctype html><title>${post.account.name} on X</title><article>${post.text}</article>` };
  };

  const server = await openSimulator(
    [
      ...oauth.routes,
      ...calls.map(guarded),
      { method: 'GET', path: '/:username/status/:id', name: 'page', answer: page },
      { method: 'GET', path: '/i/web/status/:id', name: 'page', answer: page },
    ],
    problem(404, 'Not Found', 'Not Found'),
    options.port ?? 0,
  );

  const accountOf = (name: string): XSimAccount => {
    const found = accounts.find(({ username, id }) => username === name || id === name);
    if (found === undefined) throw new Error(`The simulator has no account “${name}”.`);
    return found;
  };

  return {
    ...server,
    platform: 'x',
    endpoints: { authorize: server.origin, api: server.origin },
    switches,
    app,
    accounts,
    get keys() {
      return { clientId: app.clientId, ...(app.clientSecret === null ? {} : { clientSecret: app.clientSecret }) };
    },
    grantFor: (account) => oauth.grantFor(accountOf(account)),
    grantWith: (account, scopes) => oauth.grantFor(accountOf(account), scopes),
    killTokens: (account, { refresh = false } = {}) => oauth.killTokens(accountOf(account), refresh),
    published: posts.published,
    secretsGiven: () => [...oauth.secretsGiven(), ...(app.clientSecret === null ? [] : [app.clientSecret])],
    costs: meter.costs,
    posts: posts.all,
    media: media.all,
    forgetMedia: media.forget,
  };
}
