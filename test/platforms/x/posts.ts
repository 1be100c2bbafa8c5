import { createHash } from 'node:crypto';
import { z } from 'zod';
import { countX, findXUrls } from '../../../shared/publish/countX.ts';
import type { SeenPost } from '../kit/simulator.ts';
import type { Question, Reply } from '../kit/openSimulator.ts';
import type { SimMedia, SimulatedMedia } from './media.ts';
import type { Meter } from './meter.ts';
import type { XSimAccount } from './oauth.ts';
import { invalidRequest, notFound, problem } from './problems.ts';
import type { XSwitches } from './switches.ts';

const text = z.string();
/** CreatePostsRequest of the OpenAPI file, as far as a film needs it; unknown keys are refused. */
const Create = z.strictObject({
  text: text.optional(),
  media: z
    .strictObject({
      media_ids: z
        .array(z.string().regex(/^\d{1,19}$/))
        .min(1)
        .max(4),
      tagged_user_ids: z.array(text).max(10).optional(),
      title: text.optional(),
      description: text.optional(),
      preview_media_id: text.optional(),
      embeddable: z.boolean().optional(),
    })
    .optional(),
  made_with_ai: z.boolean().optional(),
  paid_partnership: z.boolean().optional(),
  reply_settings: z.enum(['following', 'mentionedUsers', 'subscribers', 'verified']).optional(),
});

export type SimPost = {
  readonly id: string;
  readonly account: XSimAccount;
  readonly said: z.infer<typeof Create>;
  readonly text: string;
  readonly media: SimMedia | null;
  readonly at: number;
  removed: boolean;
};

type Needs = {
  readonly switches: XSwitches;
  readonly now: () => number;
  readonly newId: () => string;
  readonly media: SimulatedMedia;
  readonly meter: Meter;
};

const shorten = (words: string): string => `https://t.co/${createHash('sha256').update(words).digest('base64url').slice(0, 10)}`;

/** As X gives texts back: addresses replaced by its own, one more for the film, and &, < and > escaped. */
function readBack(said: string, media: SimMedia | null): string {
  const words = said.trim().normalize('NFC');
  let written = '';
  let from = 0;
  for (const { url, indices } of findXUrls(words)) {
    written += words.slice(from, indices[0]) + shorten(url);
    from = indices[1];
  }
  written += words.slice(from);
  const escaped = written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return media === null ? escaped : `${escaped} ${shorten(media.key)}`.trim();
}

const numberOf = (id: string, salt: string): number => createHash('sha256').update(`${id} ${salt}`).digest().readUInt16BE(0);

/** Posts and their reading. */
export function simulatePosts({ switches, now, newId, media, meter }: Needs) {
  const posts: SimPost[] = [];
  const isNew = (): boolean => switches.names === 'new';

  const create = async (question: Question, account: XSimAccount): Promise<Reply> => {
    const parsed = Create.safeParse(await question.json());
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return invalidRequest(`$.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`);
    }
    const said = parsed.data;
    const words = (said.text ?? '').trim().normalize('NFC');
    const ids = said.media?.media_ids ?? [];
    if (words === '' && ids.length === 0) return invalidRequest('text: is required unless media is given.');
    const found = ids.map((id) => media.find(id, account.id));
    if (found.some((one) => one === null || !media.isReady(one)))
      return invalidRequest('Your media IDs are invalid.', { 'media.media_ids': ids });
    if (found.filter((one) => one?.category.endsWith('video')).length > 1) return invalidRequest('Only one video is allowed.');
    if (countX(words) > 280 && account.subscription === 'None') {
      return problem(
        403,
        'Forbidden',
        'Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text.',
      );
    }
    if (switches.filmTooLong === 'create-403') {
      return problem(403, 'Forbidden', 'This user is not allowed to post a video longer than 2 minutes and 20 seconds.');
    }
    const isRepeated = posts.some(
      (post) => !post.removed && post.account === account && words !== '' && (post.said.text ?? '').trim().normalize('NFC') === words,
    );
    if (switches.duplicateDetection && isRepeated) {
      return problem(403, 'Forbidden', 'You are not allowed to create a Tweet with duplicate content.');
    }
    const linked = findXUrls(words).length > 0;
    meter.charge({
      item: linked ? 'Post create with URL' : 'Post create',
      units: 1,
      usdEach: linked ? 0.2 : 0.015,
      account: account.username,
    });
    const film = found[0] ?? null;
    const post: SimPost = { id: newId(), account, said, text: readBack(words, film), media: film, at: now(), removed: false };
    posts.push(post);
    const history = { [isNew() ? 'edit_history_post_ids' : 'edit_history_tweet_ids']: [post.id] };
    return { status: 201, body: { data: { id: post.id, text: post.text, ...history } } };
  };

  const shown = (): SimPost[] => posts.filter((post) => !post.removed && post.at + switches.showsAfterMs <= now());

  const viewOf = (post: SimPost, fields: ReadonlySet<string>): object => ({
    id: post.id,
    text: post.text,
    [isNew() ? 'edit_history_post_ids' : 'edit_history_tweet_ids']: [post.id],
    ...(fields.has('created_at') ? { created_at: new Date(post.at).toISOString() } : {}),
    ...(fields.has('attachments') && post.media !== null ? { attachments: { media_keys: [post.media.key] } } : {}),
    ...(fields.has('public_metrics')
      ? {
          public_metrics: {
            [isNew() ? 'repost_count' : 'retweet_count']: numberOf(post.id, 'reposts') % 50,
            reply_count: numberOf(post.id, 'replies') % 40,
            like_count: numberOf(post.id, 'likes') % 500,
            quote_count: numberOf(post.id, 'quotes') % 10,
            bookmark_count: 1,
            impression_count: numberOf(post.id, 'impressions') + 1_000,
          },
        }
      : {}),
  });

  const answerWith = (found: readonly SimPost[], query: URLSearchParams): { data?: object[]; includes?: object } => {
    const fields = new Set([...(query.get('tweet.fields') ?? '').split(','), ...(query.get('post.fields') ?? '').split(',')]);
    const expands = (query.get('expansions') ?? '').split(',').includes('attachments.media_keys');
    if (expands) fields.add('attachments');
    const films = found.flatMap((post) => (post.media === null ? [] : [post.media]));
    const withViews = switches.filmViews && (query.get('media.fields') ?? '').split(',').includes('public_metrics');
    return {
      ...(found.length === 0 ? {} : { data: found.map((post) => viewOf(post, fields)) }),
      ...(expands && films.length > 0
        ? {
            includes: {
              media: films.map(({ key, id }) => ({
                media_key: key,
                type: 'video',
                ...(withViews ? { public_metrics: { view_count: numberOf(id, 'views') } } : {}),
              })),
            },
          }
        : {}),
    };
  };

  const lookup = ({ url }: Question, account: XSimAccount): Reply => {
    const ids = (url.searchParams.get('ids') ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0 || ids.length > 100 || ids.some((id) => !/^\d{1,19}$/.test(id)))
      return invalidRequest('ids: 1 to 100 ids are required.');
    const found = shown().filter(({ id }) => ids.includes(id));
    const missing = ids.filter((id) => !found.some((post) => post.id === id));
    if (found.length > 0) meter.charge({ item: 'Post read', units: found.length, usdEach: 0.005, account: account.username });
    const errors = missing.map((id) => ({
      value: id,
      resource_id: id,
      parameter: 'ids',
      resource_type: 'tweet',
      title: 'Not Found Error',
      detail: `Could not find tweet with ids: [${id}].`,
      type: 'https://api.x.com/2/problems/resource-not-found',
    }));
    return { status: 200, body: { ...answerWith(found, url.searchParams), ...(errors.length === 0 ? {} : { errors }) } };
  };

  const allowed = new Set(
    'start_time end_time since_id until_id max_results exclude pagination_token tweet.fields post.fields expansions media.fields user.fields'.split(
      ' ',
    ),
  );

  const timeline = ({ url, params }: Question, account: XSimAccount): Reply => {
    const query = url.searchParams;
    const whose = params['id'] ?? '';
    if (!/^\d{1,19}$/.test(whose)) return invalidRequest(`The \`id\` query parameter value [${whose}] is not valid.`);
    const stranger = [...query.keys()].find((name) => !allowed.has(name));
    if (stranger !== undefined) return invalidRequest(`The query parameter [${stranger}] is not one of the allowed ones.`);
    const most = Number(query.get('max_results') ?? 10);
    if (!(most >= 5 && most <= 100)) return invalidRequest('max_results: must be between 5 and 100.');
    const start = query.get('start_time');
    if (start !== null && Number.isNaN(Date.parse(start))) return invalidRequest('start_time: is no time.');
    if (start !== null && Date.parse(start) > now()) return invalidRequest('start_time: must be in the past.');
    const since = query.get('since_id');
    const until = query.get('until_id');
    if (since !== null && until !== null && !switches.narrowTimeline) return invalidRequest('since_id and until_id cannot be combined.');
    const from = Number(query.get('pagination_token')?.replace(/^p/, '') ?? 0);
    const found = shown()
      .filter((post) => post.account.id === params['id'])
      .filter((post) => start === null || post.at >= Date.parse(start))
      .filter((post) => since === null || BigInt(post.id) > BigInt(since))
      .filter((post) => until === null || BigInt(post.id) < BigInt(until))
      .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1));
    const page = found.slice(from, from + most);
    const usdEach = params['id'] === account.id && switches.ownsApp ? 0.001 : 0.005;
    if (page.length > 0) meter.charge({ item: 'Owned read', units: page.length, usdEach, account: account.username });
    const next = found.length > from + most ? { next_token: `p${from + most}` } : {};
    return { status: 200, body: { ...answerWith(page, query), meta: { result_count: page.length, ...next } } };
  };

  return {
    create,
    lookup,
    timeline,
    remove: ({ params }: Question, account: XSimAccount): Reply => {
      const post = posts.find(({ id }) => id === params['id']);
      if (post === undefined || post.removed) return notFound(params['id'] ?? '', 'id');
      if (post.account !== account)
        return problem(403, 'Forbidden', 'You are not authorized to delete this post.', 'not-authorized-for-resource');
      post.removed = true;
      meter.charge({ item: 'Interaction delete', units: 1, usdEach: 0.01, account: account.username });
      return { status: 200, body: { data: { deleted: true } } };
    },
    all: (): readonly SimPost[] => posts,
    shown,
    published: (): readonly SeenPost[] =>
      posts.map(({ id, account, said, media: film, at }) => ({
        id,
        caption: said.text ?? '',
        visibility: account.isProtected ? 'limited' : 'public',
        filmHash: film?.filmHash ?? '',
        account: account.username,
        at,
      })),
  };
}
