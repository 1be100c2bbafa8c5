import { createHash } from 'node:crypto';
import type { Question, Reply, Route } from '../kit/openSimulator.ts';
import { checkFields } from './checkFields.ts';
import { graphError, isReply, noSuchThing, openToken, tokenOf, usageHeaders } from './replies.ts';
import { DAY_MS, type Container, type InstagramAccount, type Media, type TokenRecord, type World } from './world.ts';

type Host = 'facebook' | 'instagram';
type Asked = { question: Question; account: InstagramAccount; host: Host };

const CONTAINERS_A_DAY = 400;
const METRICS = new Set(
  'views reach likes comments saved shares reposts total_interactions ig_reels_avg_watch_time ig_reels_video_view_total_time'.split(' '),
);

/** Containers, bytes, the release and everything that can be read, on both hosts. */
export function makePublishRoutes(world: World): Route[] {
  const { now, switches, containers, media } = world;

  /** Who asks: a live token of the right host, with the scope, that opens the account. */
  const admit = (question: Question, host: Host, scope: string): TokenRecord | Reply => {
    const token = openToken(world, tokenOf(question));
    if (isReply(token)) return token;
    if ((token.kind === 'instagram') !== (host === 'instagram')) {
      return graphError(400, { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' });
    }
    const isWanted = switches.publishTokens === 'both' || (switches.publishTokens === 'page') === (token.kind === 'page');
    if (host === 'facebook' && !isWanted) {
      return graphError(403, { code: 200, message: '(#200) The token is of the wrong kind for this request.' });
    }
    const name = host === 'facebook' ? `instagram_${scope}` : `instagram_business_${scope}`;
    if (!token.scopes.includes(name)) {
      return graphError(403, { code: 10, message: '(#10) Application does not have permission for this action' });
    }
    return token;
  };

  const withUsage = (reply: Reply, userId: string): Reply => ({ ...reply, headers: { ...usageHeaders(world, userId), ...reply.headers } });

  const ofUser =
    (host: Host, scope: string, answer: (asked: Asked) => Reply | Promise<Reply>) =>
    async (question: Question): Promise<Reply> => {
      const token = admit(question, host, scope);
      if (isReply(token)) return token;
      const wanted = question.params['user'] ?? '';
      const account = [...world.accounts.values()].find(({ userId, username }) => userId === wanted && token.accounts.includes(username));
      return account === undefined ? noSuchThing(wanted) : withUsage(await answer({ question, account, host }), account.userId);
    };

  const stateOf = (container: Container): 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED' => {
    if (container.mediaId !== null) {
      const publishedAt = media.find(({ id }) => id === container.mediaId)?.at ?? 0;
      return now() - publishedAt < switches.statusLagMs ? 'FINISHED' : 'PUBLISHED';
    }
    if (now() - container.createdAt >= DAY_MS) return 'EXPIRED';
    if (container.wholeAt === null || now() < container.wholeAt + switches.processingMs) return 'IN_PROGRESS';
    return container.error === null ? 'FINISHED' : 'ERROR';
  };

  const finish = (container: Container, filmHash: string): void => {
    container.filmHash = filmHash;
    container.wholeAt = now();
    const planned = switches.processingError;
    if (planned === null || planned.times <= 0) return;
    planned.times -= 1;
    container.error = planned.subcode;
  };

  const create = async ({ question, account, host }: Asked): Promise<Reply> => {
    const fields = Object.fromEntries(await question.form());
    const recent = [...containers.values()].filter((one) => one.account === account.username && now() - one.createdAt < DAY_MS);
    if (recent.length >= CONTAINERS_A_DAY) return graphError(400, { code: 9, message: 'Too many containers in 24 hours.' });
    const problem = checkFields(fields, host, world);
    if (problem !== null) return problem;
    const id = world.newId('17890');
    const container: Container = {
      id,
      account: account.username,
      fields,
      createdAt: now(),
      hash: createHash('sha256'),
      received: 0,
      size: null,
      filmHash: null,
      wholeAt: null,
      error: null,
      mediaId: null,
    };
    containers.set(id, container);
    const address = fields['video_url'];
    if (address === undefined) return { status: 200, body: { id, uri: `https://rupload.facebook.com/ig-api-upload/v25.0/${id}` } };
    finish(container, world.films.get(address) ?? '');
    return { status: 200, body: { id } };
  };

  const refuseBytes = (message: string, retriable = false): Reply => ({
    status: 400,
    body: { debug_info: { retriable, type: 'ProcessingFailedError', message } },
  });

  const takeBytes = async (question: Question): Promise<Reply> => {
    const { headers, params } = question;
    if (!(headers['authorization'] ?? '').startsWith('OAuth ')) return refuseBytes('The authorization header must be of the kind OAuth.');
    const token = admit(question, 'facebook', 'content_publish');
    if (isReply(token)) return token;
    const container = containers.get(params['container'] ?? '');
    if (container === undefined || !token.accounts.includes(container.account)) return refuseBytes('Unknown upload.');
    if (stateOf(container) !== 'IN_PROGRESS' || container.wholeAt !== null) return refuseBytes('The upload takes no more bytes.');
    const offset = Number(headers['offset'] ?? Number.NaN);
    const size = Number(headers['file_size'] ?? Number.NaN);
    const length = Number(headers['content-length'] ?? Number.NaN);
    if (offset !== container.received) return refuseBytes(`The offset must be ${container.received}.`);
    if (!Number.isInteger(size) || (container.size !== null && container.size !== size)) return refuseBytes('The file size is wrong.');
    if (offset + length > size) return refuseBytes('There are more bytes than the file has.');
    if (offset + length < size && !switches.splitUploads) return refuseBytes('The request must hold the rest of the file.');
    container.size = size;
    const most = world.cutAfter ?? Number.POSITIVE_INFINITY;
    world.cutAfter = null;
    try {
      for await (const part of question.stream()) {
        const kept = part.subarray(0, Math.max(0, most - (container.received - offset)));
        container.hash.update(kept);
        container.received += kept.length;
      }
    } catch {
      return refuseBytes('The connection broke.', true); // nobody hears it; what arrived is kept
    }
    if (container.received < size) {
      return switches.splitUploads ? { status: 200, body: { success: true } } : refuseBytes('The upload is incomplete.', true);
    }
    finish(container, container.hash.copy().digest('hex'));
    return { status: 200, body: { success: true, message: 'Upload successful.' } };
  };

  const readContainer =
    (host: Host) =>
    (question: Question): Reply => {
      const token = admit(question, host, 'basic');
      if (isReply(token)) return token;
      const id = `17890${question.params['rest'] ?? ''}`;
      const container = containers.get(id);
      if (container === undefined || !token.accounts.includes(container.account)) return noSuchThing(id);
      const code = stateOf(container);
      const text = {
        IN_PROGRESS: 'In Progress: Media is still being processed.',
        FINISHED: 'Finished: Media has been uploaded and it is ready to be published.',
        ERROR: `Error: Media upload has failed with error code ${container.error}`,
        EXPIRED: 'Expired: The container was not published within 24 hours.',
        PUBLISHED: 'Published: Media has been published.',
      };
      const phase = { status: container.wholeAt === null ? 'in_progress' : 'complete', bytes_transferred: container.received };
      const status = host === 'facebook' ? { video_status: { uploading_phase: phase, processing_phase: { status: 'not_started' } } } : {};
      return { status: 200, body: { id, status: text[code], status_code: code, ...status } };
    };

  const postsToday = (username: string): number => media.filter(({ account, at }) => account === username && now() - at < DAY_MS).length;

  const publish = async ({ question, account }: Asked): Promise<Reply> => {
    const id = (await question.form()).get('creation_id') ?? '';
    const container = containers.get(id);
    const gone = (): Reply => graphError(400, { code: 24, subcode: 2_207_006, message: 'The media with this id cannot be found.' });
    if (container === undefined || container.account !== account.username) return gone();
    const state = stateOf(container);
    if (state === 'EXPIRED' || container.mediaId !== null) return gone();
    if (state !== 'FINISHED') {
      return graphError(400, {
        code: 9_007,
        subcode: 2_207_027,
        message: 'Media ID is not available',
        userMessage: 'The media is not ready.',
      });
    }
    if (postsToday(account.username) >= switches.quotaTotal) {
      return graphError(403, { code: 9, subcode: 2_207_042, message: 'Application request limit reached' });
    }
    const planned = switches.publishError;
    const refusal = (): Reply => {
      const { status = 400, code = 1, subcode, transient = false } = planned ?? {};
      return graphError(status, { code, ...(subcode === undefined ? {} : { subcode }), transient, message: 'An error occurred.' });
    };
    if (planned !== null && !planned.live) return refusal();
    const caption = container.fields['caption'] ?? '';
    const made: Media = {
      id: world.newId('17920'),
      account: account.username,
      caption: switches.tidiesCaptions ? caption.normalize('NFC').replace(/\s+/gu, ' ').trim() : caption,
      filmHash: container.filmHash ?? '',
      at: now(),
      shortcode: world.newId('C'),
      numbers: { views: 0, likes: 0, comments: 0, shares: 0 },
      likeCount: 0,
      commentsCount: 0,
    };
    media.push(made);
    container.mediaId = made.id;
    return planned === null ? { status: 200, body: { id: made.id } } : refusal();
  };

  const isShown = ({ at }: Media): boolean => now() - at >= switches.showsAfterMs;
  const seen = ({ id, caption, at, shortcode, likeCount, commentsCount }: Media, fields: string): object => {
    const all: Record<string, unknown> = {
      caption: caption === '' ? undefined : caption,
      timestamp: new Date(at).toISOString().replace(/\.\d+Z$/, '+0000'),
      permalink: `https://www.instagram.com/reel/${shortcode}/`,
      shortcode,
      media_type: 'VIDEO',
      media_product_type: 'REELS',
      like_count: likeCount ?? undefined,
      comments_count: commentsCount ?? undefined,
    };
    return Object.fromEntries([['id', id], ...fields.split(',').flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))]);
  };

  const list = ({ question, account }: Asked): Reply => {
    const get = (name: string): string => question.url.searchParams.get(name) ?? '';
    const limit = Number(get('limit') || 25);
    const start = get('after') === '' ? 0 : Number(Buffer.from(get('after'), 'base64').toString());
    const all = media.filter((one) => one.account === account.username && isShown(one)).toReversed();
    const data = all.slice(start, start + limit).map((one) => seen(one, get('fields')));
    const after = Buffer.from(String(start + limit)).toString('base64');
    const next = start + limit < all.length ? { next: `https://graph.facebook.com/v25.0/${account.userId}/media?after=${after}` } : {};
    return { status: 200, body: { data, paging: { cursors: { before: '', after }, ...next } } };
  };

  const findMedia = (question: Question, host: Host, scope: string): Media | Reply => {
    const token = admit(question, host, scope);
    if (isReply(token)) return token;
    const id = `17920${question.params['rest'] ?? ''}`;
    const found = media.find((one) => one.id === id && token.accounts.includes(one.account) && isShown(one));
    return found ?? noSuchThing(id);
  };

  const readMedia =
    (host: Host) =>
    (question: Question): Reply => {
      const found = findMedia(question, host, 'basic');
      return isReply(found) ? found : { status: 200, body: seen(found, question.url.searchParams.get('fields') ?? '') };
    };

  const readInsights =
    (host: Host) =>
    (question: Question): Reply => {
      const found = findMedia(question, host, 'manage_insights');
      if (isReply(found)) return found;
      const asked = (question.url.searchParams.get('metric') ?? '').split(',');
      const bad = asked.find((name) => !METRICS.has(name) || switches.refusedMetrics.includes(name));
      if (bad !== undefined) {
        return graphError(400, { code: 100, message: `(#100) metric[${asked.indexOf(bad)}] must be one of the following values: …` });
      }
      const rows = now() - found.at < switches.insightsAfterMs ? [] : asked.filter((name) => found.numbers[name] !== undefined);
      const data = rows.map((name) => ({
        name,
        period: 'lifetime',
        values: [{ value: found.numbers[name] }],
        title: name,
        description: name,
        id: `${found.id}/insights/${name}/lifetime`,
      }));
      return { status: 200, body: { data } };
    };

  const quota = ({ account }: Asked): Reply => ({
    status: 200,
    body: { data: [{ quota_usage: postsToday(account.username), config: { quota_total: switches.quotaTotal, quota_duration: 86_400 } }] },
  });

  const me = (question: Question): Reply => {
    const token = admit(question, 'instagram', 'basic');
    if (isReply(token)) return token;
    const account = world.accounts.get(token.accounts[0] ?? '');
    if (account === undefined) return noSuchThing('me');
    const { userId, username, name } = account;
    return { status: 200, body: { user_id: userId, id: `2${userId.slice(1)}`, username, name, account_type: 'MEDIA_CREATOR' } };
  };

  const mePage = (question: Question): Reply => {
    const token = openToken(world, tokenOf(question));
    if (isReply(token)) return token;
    const account = world.accounts.get(token.accounts[0] ?? '');
    if (token.kind !== 'page' || account === undefined) return { status: 200, body: { id: '10160000000000001', name: 'Mia' } };
    const { pageId, pageName, userId, username, name } = account;
    return { status: 200, body: { id: pageId, name: pageName, instagram_business_account: { id: userId, username, name } } };
  };

  const onHost = (host: Host): Route[] => {
    const base = host === 'facebook' ? '/graph.facebook.com/:version' : '/graph.instagram.com/:version';
    const user = ({ account: { userId, username, name } }: Asked): Reply => ({ status: 200, body: { id: userId, username, name } });
    return [
      { method: 'POST', path: `${base}/:user/media_publish`, name: 'publish', answer: ofUser(host, 'content_publish', publish) },
      { method: 'GET', path: `${base}/:user/content_publishing_limit`, name: 'quota', answer: ofUser(host, 'content_publish', quota) },
      { method: 'POST', path: `${base}/:user/media`, name: 'container', answer: ofUser(host, 'content_publish', create) },
      { method: 'GET', path: `${base}/:user/media`, name: 'list', answer: ofUser(host, 'basic', list) },
      { method: 'GET', path: `${base}/17920:rest/insights`, name: 'insights', answer: readInsights(host) },
      { method: 'GET', path: `${base}/17890:rest`, name: 'status', answer: readContainer(host) },
      { method: 'GET', path: `${base}/17920:rest`, name: 'media', answer: readMedia(host) },
      { method: 'GET', path: `${base}/me`, name: 'me', answer: host === 'facebook' ? mePage : me },
      { method: 'GET', path: `${base}/:user`, name: 'user', answer: ofUser(host, 'basic', user) },
    ];
  };

  return [
    { method: 'POST', path: '/rupload.facebook.com/ig-api-upload/:version/:container', name: 'bytes', answer: takeBytes },
    ...onHost('facebook'),
    ...onHost('instagram'),
  ];
}
