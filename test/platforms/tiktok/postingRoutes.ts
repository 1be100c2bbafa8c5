import { createHash, randomBytes, type Hash } from 'node:crypto';
import type { Question, Reply, Route } from '../kit/openSimulator.ts';
import { errorReply, okReply } from './replies.ts';
import { standing, type PostInfo, type Task, type TiktokAccount, type World } from './state.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LARGEST_FILM = 4 * 1024 ** 3;

/** A question that carries a good token, was not asked too often, and whose scope was granted. */
export type Signed = { readonly question: Question; readonly account: TiktokAccount; readonly json: Record<string, unknown> };
export type Guard = (
  name: string,
  wants: { scopes: readonly string[]; perMinute: number },
  answer: (signed: Signed) => Reply | Promise<Reply>,
) => Route['answer'];

/** Creator info, init, bytes and status: TikTok's Content Posting API. */
export function makePostingRoutes(world: World, guard: Guard, origin: () => string): Route[] {
  const { now, switches, tasks, secrets } = world;
  const hashes = new Map<string, Hash>();
  const usersToday = new Map<string, number>();
  let posts = 7_312_456_789_012_340_000n;

  const since = (ms: number, at: number): boolean => at > now() - ms;
  const postsToday = (account: TiktokAccount): number =>
    [...tasks.values()].filter((task) => task.account === account && task.mode === 'direct' && since(DAY_MS, task.completedAt ?? 0)).length;
  const pending = (account: TiktokAccount): number =>
    [...tasks.values()].filter((task) => task.account === account && task.mode === 'inbox' && since(DAY_MS, task.madeAt) && !task.finished)
      .length;

  const options = (account: TiktokAccount): string[] => [
    account.private ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE',
    'MUTUAL_FOLLOW_FRIENDS',
    'SELF_ONLY',
  ];

  function refusesPosting(account: TiktokAccount): string | null {
    if (account.banned) return 'spam_risk_user_banned_from_posting';
    return postsToday(account) >= switches.postsPerDay ? 'spam_risk_too_many_posts' : null;
  }

  function creatorInfo({ account }: Signed): Reply {
    const refused = refusesPosting(account);
    if (refused !== null) return errorReply(200, refused); // refused with a 200, as TikTok does here
    return okReply({
      creator_avatar_url: 'https://p16.example/avatar.jpeg',
      creator_username: account.username,
      creator_nickname: account.nickname,
      privacy_level_options: options(account),
      comment_disabled: account.commentDisabled,
      duet_disabled: account.duetDisabled,
      stitch_disabled: account.stitchDisabled,
      max_video_post_duration_sec: account.maxSeconds,
    });
  }

  /** The arithmetic of pieces; null when it is right. */
  function wrongSource(source: unknown): string | null {
    if (typeof source !== 'object' || source === null) return 'source_info is missing';
    const { source: kind, video_size: size, chunk_size: chunk, total_chunk_count: count } = source as Record<string, unknown>;
    if (kind !== 'FILE_UPLOAD') return 'source is not supported here';
    if (!isWhole(size) || !isWhole(chunk) || !isWhole(count) || size > LARGEST_FILM) return 'video_size, chunk_size or total_chunk_count';
    const smallest = 5 * switches.megabyte;
    const largest = 64 * switches.megabyte;
    if (count > 1000) return 'total_chunk_count is over 1000';
    if (size < smallest) return chunk === size && count === 1 ? null : 'a small video is sent whole';
    if (chunk < smallest || chunk > Math.min(largest, size)) return 'chunk_size is out of range';
    if (count !== Math.max(1, Math.floor(size / chunk))) return 'total_chunk_count does not fit';
    return size - chunk * (count - 1) > 128 * switches.megabyte ? 'the last chunk is too large' : null;
  }

  function wrongInfo(info: unknown): string | null {
    if (typeof info !== 'object' || info === null) return 'post_info is missing';
    const fields = info as Record<string, unknown>;
    const allowed: Record<string, string> = {
      title: 'string',
      privacy_level: 'string',
      disable_comment: 'boolean',
      disable_duet: 'boolean',
      disable_stitch: 'boolean',
      video_cover_timestamp_ms: 'number',
      brand_content_toggle: 'boolean',
      brand_organic_toggle: 'boolean',
      is_aigc: 'boolean',
    };
    const wrong = Object.entries(fields).find(([name, value]) => typeof value !== allowed[name]);
    if (wrong !== undefined) return wrong[0];
    if (typeof fields['brand_content_toggle'] !== 'boolean') return 'brand_content_toggle';
    return typeof fields['title'] === 'string' && fields['title'].length > 2_200 ? 'title' : null;
  }

  function refusesInfo(account: TiktokAccount, info: PostInfo): string | null {
    const privacy = String(info['privacy_level']);
    if (!options(account).includes(privacy)) return 'privacy_level_option_mismatch';
    if (switches.audited) return null;
    if (privacy !== 'SELF_ONLY' || !account.private) return 'unaudited_client_can_only_post_to_private_accounts';
    for (const [openId, at] of usersToday) if (!since(DAY_MS, at)) usersToday.delete(openId);
    return usersToday.size >= 5 && !usersToday.has(account.openId) ? 'reached_active_user_cap' : null;
  }

  const init =
    (mode: Task['mode']) =>
    ({ account, json }: Signed): Reply => {
      const wrong = wrongSource(json['source_info']) ?? (mode === 'direct' ? wrongInfo(json['post_info']) : null);
      if (wrong !== null) return errorReply(400, 'invalid_param', `The request parameter is invalid: ${wrong}.`);
      const info = mode === 'direct' ? (json['post_info'] as PostInfo) : null;
      const refused = mode === 'direct' ? refusesPosting(account) : account.banned ? 'spam_risk_user_banned_from_posting' : null;
      if (refused !== null) return errorReply(403, refused);
      if (mode === 'inbox' && pending(account) >= switches.pendingDrafts) return errorReply(403, 'spam_risk_too_many_pending_share');
      const no = info === null ? null : refusesInfo(account, info);
      if (no !== null) return errorReply(403, no);
      if (info?.['brand_content_toggle'] === true && info['privacy_level'] === 'SELF_ONLY' && switches.brandedPrivate === 'refused') {
        return errorReply(400, 'invalid_param', 'Branded content cannot be private.');
      }
      const source = json['source_info'] as Record<string, number>;
      usersToday.set(account.openId, now());
      const task: Task = {
        publishId: `${mode === 'direct' ? 'v_pub_file' : 'v_inbox_file'}~v2.${randomBytes(9).toString('hex')}`,
        uploadToken: randomBytes(18).toString('hex'),
        account,
        mode,
        total: source['video_size'] ?? 0,
        chunk: source['chunk_size'] ?? 0,
        count: source['total_chunk_count'] ?? 0,
        madeAt: now(),
        info,
        received: 0,
        partial: 0,
        contentType: '',
        completedAt: null,
        failReason: null,
        processingMs: 0,
        moderationMs: 0,
        filmHash: '',
        postId: null,
        finished: null,
      };
      tasks.set(task.publishId, task);
      hashes.set(task.publishId, createHash('sha256'));
      secrets.add(task.uploadToken);
      const address = `${origin()}/video/?upload_id=${encodeURIComponent(task.publishId)}&upload_token=${task.uploadToken}`;
      return okReply({ publish_id: task.publishId, upload_url: address });
    };

  async function chunk(question: Question): Promise<Reply> {
    const { searchParams } = question.url;
    const task = tasks.get(searchParams.get('upload_id') ?? '');
    if (task === undefined || searchParams.get('upload_token') !== task.uploadToken) return { status: 404 };
    if (now() >= task.madeAt + switches.uploadUrlLivesMs) return { status: 403 };
    const { headers } = question;
    if (headers['authorization'] !== undefined) return { status: 400 };
    const type = headers['content-type'] ?? '';
    if (!['video/mp4', 'video/quicktime', 'video/webm'].includes(type)) return { status: 400 };
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '');
    if (range === null || Number(range[3]) !== task.total) return { status: 400 };
    const [first, last] = [Number(range[1]), Number(range[2])];
    if (Number(headers['content-length']) !== last - first + 1) return { status: 400 };
    const upTo = { 'content-range': `bytes 0-${task.received - 1}/${task.total}` };
    if (last < task.received) {
      const again = task.received === task.total ? 201 : 206;
      return { status: switches.resentPiece === 206 ? again : 416, headers: upTo };
    }
    const index = task.received / task.chunk;
    const end = index === task.count - 1 ? task.total - 1 : task.received + task.chunk - 1;
    if (first !== task.received || last !== end) return { status: 416, headers: task.received === 0 ? {} : upTo };
    const hash = hashes.get(task.publishId)?.copy() ?? createHash('sha256');
    let bytes = 0;
    try {
      for await (const part of question.stream()) {
        hash.update(part);
        bytes += part.length;
      }
    } catch {
      if (switches.countsPartialPieces) task.partial = bytes; // the connection broke: the piece comes again
      return { status: 400 };
    }
    if (bytes !== last - first + 1) return { status: 400 };
    hashes.set(task.publishId, hash);
    task.received = last + 1;
    task.partial = 0;
    task.contentType = type;
    if (task.received < task.total) return { status: 206, headers: { 'content-range': `bytes 0-${last}/${task.total}` } };
    task.completedAt = now();
    task.failReason = switches.failReason;
    task.processingMs = switches.processingMs;
    task.moderationMs = switches.moderationMs;
    task.filmHash = hash.digest('hex');
    hashes.delete(task.publishId);
    task.postId = String((posts += 1n));
    return { status: 201, headers: { 'content-range': `bytes 0-${last}/${task.total}` } };
  }

  function status({ account, json }: Signed): Reply {
    const task = tasks.get(String(json['publish_id']));
    const vanished =
      task !== undefined && (!since(switches.publishIdLivesMs, task.madeAt) || (isDraft(task) && !since(DAY_MS, task.madeAt)));
    if (task === undefined || vanished) return errorReply(400, 'invalid_publish_id');
    if (task.account !== account) return errorReply(400, 'token_not_authorized_for_specified_publish_id');
    const { status: state, publicAt } = standing(world, task);
    const isShown = publicAt !== null && publicAt <= now();
    const hasId = state === 'PUBLISH_COMPLETE' && (isShown || switches.idForEveryPost);
    return okReply({
      status: state,
      ...(state === 'FAILED' ? { fail_reason: task.failReason } : {}),
      ...(switches.showsUploadedBytes ? { uploaded_bytes: task.received + task.partial } : {}),
      ...(hasId ? { [switches.idField]: [`@int:${task.postId}`] } : {}),
    });
  }

  const isDraft = (task: Task): boolean => switches.draftsVanish && task.mode === 'inbox' && task.finished === null;

  const publish = ['video.publish'];
  const direct = '/v2/post/publish/video/init/';
  const inbox = '/v2/post/publish/inbox/video/init/';
  const both = ['video.publish', 'video.upload'];
  return [
    {
      method: 'POST',
      path: '/v2/post/publish/creator_info/query/',
      name: 'creator-info',
      answer: guard('creator-info', { scopes: publish, perMinute: 20 }, creatorInfo),
    },
    { method: 'POST', path: direct, name: 'init', answer: guard('init', { scopes: publish, perMinute: 6 }, init('direct')) },
    {
      method: 'POST',
      path: inbox,
      name: 'inbox-init',
      answer: guard('inbox-init', { scopes: ['video.upload'], perMinute: 6 }, init('inbox')),
    },
    { method: 'PUT', path: '/video/', name: 'chunk', answer: chunk },
    {
      method: 'POST',
      path: '/v2/post/publish/status/fetch/',
      name: 'status',
      answer: guard('status', { scopes: both, perMinute: 30 }, status),
    },
  ];
}

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

/** Counts questions in a sliding minute. */
export function makeWindow(now: () => number): (key: string, perMinute: number) => boolean {
  const asked = new Map<string, number[]>();
  return (key, perMinute) => {
    const recent = (asked.get(key) ?? []).filter((at) => at > now() - MINUTE_MS);
    asked.set(key, recent);
    if (recent.length >= perMinute) return false;
    recent.push(now());
    return true;
  };
}
