import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import type { Question, Reply } from '../kit/openSimulator.ts';
import { readMultipart } from './readMultipart.ts';
import { invalidRequest, notFound } from './problems.ts';
import type { XSwitches } from './switches.ts';

const MOST_BYTES = 17_179_869_184;

const Initialize = z.strictObject({
  media_type: z.enum(['video/mp4', 'video/webm', 'video/mp2t', 'video/quicktime', 'image/jpeg', 'image/png', 'image/gif', 'text/srt']),
  total_bytes: z.int().min(0).max(MOST_BYTES),
  media_category: z
    .enum(['amplify_video', 'tweet_video', 'tweet_gif', 'tweet_image', 'dm_video', 'dm_gif', 'dm_image', 'subtitles'])
    .optional(),
  shared: z.boolean().optional(),
  additional_owners: z.array(z.string()).optional(),
});
const JsonSegment = z.strictObject({ media: z.string(), segment_index: z.int() });

export type SimMedia = {
  readonly id: string;
  readonly key: string;
  readonly accountId: string;
  readonly totalBytes: number;
  readonly category: string;
  expiresAt: number;
  /** Length and hash of each segment that came. */
  readonly segments: Map<number, { length: number; hash: string }>;
  /** Bytes of segments sent again that were added to the film, as the switch has it. */
  added: number;
  readonly hash: Hash;
  /** Segments below are hashed; those that came early wait. */
  hashedTo: number;
  readonly early: Map<number, Buffer>;
  finalizedAt: number | null;
  filmHash: string;
  /** A segment came again with other bytes. */
  mixed: boolean;
};

type Needs = { readonly switches: XSwitches; readonly now: () => number; readonly newId: () => string };

/** Uploads as X takes them. Films are hashed as they come; only segments before their turn are kept. */
export function simulateMedia({ switches, now, newId }: Needs) {
  const all = new Map<string, SimMedia>();
  const secsLeft = (media: SimMedia): number => Math.max(1, Math.floor((media.expiresAt - now()) / 1_000));

  const find = (id: string, accountId: string): SimMedia | null => {
    const media = all.get(id);
    return media === undefined || media.accountId !== accountId || media.expiresAt <= now() ? null : media;
  };

  const initialize = async (question: Question, accountId: string): Promise<Reply> => {
    const parsed = Initialize.safeParse(await question.json());
    if (!parsed.success) return invalidRequest(parsed.error.issues.map(({ path, message }) => `$.${path.join('.')}: ${message}`).join(' '));
    const { total_bytes, media_category = 'tweet_image' } = parsed.data;
    const id = newId();
    const media: SimMedia = {
      id,
      key: `${media_category === 'amplify_video' ? 13 : 7}_${id}`,
      accountId,
      totalBytes: total_bytes,
      category: media_category,
      expiresAt: now() + switches.mediaExpiresSecs * 1_000,
      segments: new Map(),
      added: 0,
      hash: createHash('sha256'),
      hashedTo: 0,
      early: new Map(),
      finalizedAt: null,
      filmHash: '',
      mixed: false,
    };
    all.set(id, media);
    return { status: 200, body: { data: { id, media_key: media.key, expires_after_secs: secsLeft(media) } } };
  };

  const append = async (question: Question, accountId: string): Promise<Reply> => {
    const media = find(question.params['id'] ?? '', accountId);
    let size = 0;
    const parts: Buffer[] = [];
    for await (const part of question.stream()) {
      size += part.length;
      if (size <= switches.appendMaxBytes) parts.push(part);
    }
    if (size > switches.appendMaxBytes) return { status: 413 };
    if (media === null) return notFound(question.params['id'] ?? '', 'id');
    if (media.finalizedAt !== null) return invalidRequest('The media was finalized.');
    const segment = readSegment(question, Buffer.concat(parts));
    if (typeof segment === 'string') return invalidRequest(segment);
    const { index, bytes } = segment;
    if (index < 0 || index > 999)
      return invalidRequest(`segment_index: ${index} is not between 0 and 999.`, { segment_index: [String(index)] });
    const problem = take(media, index, bytes);
    if (problem !== null) return invalidRequest(problem);
    return { status: 200, body: { data: { expires_at: Math.floor(media.expiresAt / 1_000) } } };
  };

  const take = (media: SimMedia, index: number, bytes: Buffer): string | null => {
    const known = media.segments.get(index);
    if (known !== undefined) {
      if (switches.segmentRepeat === 'refused') return `Segment ${index} was uploaded before.`;
      if (switches.segmentRepeat === 'adds') media.added += bytes.length;
      if (createHash('sha256').update(bytes).digest('hex') !== known.hash) media.mixed = true;
      return null;
    }
    if (switches.segmentOrder === 'in-order' && index !== media.segments.size) return `Segment ${index} is out of order.`;
    media.segments.set(index, { length: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') });
    media.early.set(index, bytes);
    for (let next = media.early.get(media.hashedTo); next !== undefined; next = media.early.get(media.hashedTo)) {
      media.hash.update(next);
      media.early.delete(media.hashedTo);
      media.hashedTo += 1;
    }
    return null;
  };

  const finalize = async (question: Question, accountId: string): Promise<Reply> => {
    const body = await question.json();
    if (switches.finalizeNeedsJson && (typeof body !== 'object' || body === null))
      return invalidRequest('Request body must be a JSON object.');
    const media = find(question.params['id'] ?? '', accountId);
    if (media === null) return notFound(question.params['id'] ?? '', 'id');
    if (media.finalizedAt !== null) return invalidRequest('The media was finalized before.');
    const got = media.added + [...media.segments.values()].reduce((sum, { length }) => sum + length, 0);
    if (got !== media.totalBytes || media.early.size > 0) return invalidRequest('Segments do not add up to provided total file size.');
    media.finalizedAt = now();
    media.filmHash = media.mixed ? 'mixed' : media.hash.digest('hex');
    return { status: 200, body: { data: viewOf(media) } };
  };

  const stateOf = (media: SimMedia): 'pending' | 'in_progress' | 'succeeded' | 'failed' => {
    const ended = switches.processingFails === false ? 'succeeded' : 'failed';
    if (switches.processingSecs === null || media.finalizedAt === null) return ended;
    const share = (now() - media.finalizedAt) / (switches.processingSecs * 1_000);
    if (share >= 1) return ended;
    return share < 0.3 ? 'pending' : 'in_progress';
  };

  const viewOf = (media: SimMedia): object => {
    const view = { id: media.id, media_key: media.key, expires_after_secs: secsLeft(media) };
    if (media.finalizedAt === null) return view;
    const state = stateOf(media);
    const whole = { ...view, size: media.totalBytes };
    if (switches.processingSecs === null && state === 'succeeded') return whole;
    const left = Math.ceil(switches.processingSecs ?? 0) - Math.floor((now() - media.finalizedAt) / 1_000);
    const waits = state === 'pending' || state === 'in_progress';
    const error =
      state === 'failed' && switches.processingFails === 'with-error'
        ? { error: { code: 1, name: 'InvalidMedia', message: 'file is invalid' } }
        : {};
    return { ...whole, processing_info: { state, ...(waits ? { check_after_secs: Math.max(1, Math.min(5, left)) } : {}), ...error } };
  };

  const status = ({ url }: Question, accountId: string): Reply => {
    const id = url.searchParams.get('media_id') ?? '';
    if (!['STATUS', null].includes(url.searchParams.get('command'))) return invalidRequest('command: must be STATUS.');
    const media = find(id, accountId);
    if (media === null || (media.finalizedAt === null && switches.statusBeforeFinalize === 'not-found')) return notFound(id, 'media_id');
    return { status: 200, body: { data: viewOf(media) } };
  };

  return {
    initialize,
    append,
    finalize,
    status,
    find,
    isReady: (media: SimMedia): boolean => media.finalizedAt !== null && stateOf(media) === 'succeeded',
    /** For tests that count what was sent again. */
    all: (): readonly SimMedia[] => [...all.values()],
    /** X forgets every upload now. */
    forget: (): void => all.clear(),
  };
}
export type SimulatedMedia = ReturnType<typeof simulateMedia>;

function readSegment({ headers }: Question, body: Buffer): { index: number; bytes: Buffer } | string {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) {
    const parsed = JsonSegment.safeParse(parse(body));
    return parsed.success
      ? { index: parsed.data.segment_index, bytes: Buffer.from(parsed.data.media, 'base64') }
      : 'media and segment_index are required.';
  }
  const fields = readMultipart(type, body);
  if (fields === null) return 'The body is no multipart form.';
  const stranger = [...fields.keys()].find((name) => name !== 'media' && name !== 'segment_index');
  if (stranger !== undefined) return `${stranger} is not allowed.`;
  const index = fields.get('segment_index')?.toString('utf8') ?? '';
  const bytes = fields.get('media');
  if (!/^\d+$/.test(index) || bytes === undefined) return 'media and segment_index are required.';
  return { index: Number(index), bytes };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
