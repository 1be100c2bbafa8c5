/*
Words: instants are stored as whole milliseconds since 1970 UTC, JSON as text, truth as 0 or 1.
The SQL files in migrations/ make the tables; this file only names them for queries. A test compares the two.
*/
import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

const truth = (name: string) => integer(name, { mode: 'boolean' }).notNull();

export const assets = sqliteTable('assets', {
  id: text('id').primaryKey(),
  hash: text('hash').notNull(),
  name: text('name').notNull(),
  path: text('path').notNull(),
  kind: text('kind', { enum: ['video', 'audio', 'image'] }).notNull(),
  bytes: integer('bytes').notNull(),
  seconds: real('seconds').notNull(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  hasAudio: truth('has_audio'),
  details: text('details').notNull(),
  state: text('state', { enum: ['importing', 'ready', 'broken'] }).notNull(),
  problem: text('problem'),
  notes: text('notes').notNull().default('[]'),
  hasPoster: truth('has_poster').default(false),
  hasWaveform: truth('has_waveform').default(false),
  hasProxy: truth('has_proxy').default(false),
  transcriptState: text('transcript_state', { enum: ['none', 'working', 'ready', 'failed'] })
    .notNull()
    .default('none'),
  transcriptSource: text('transcript_source'),
  transcriptProblem: text('transcript_problem'),
  importedAt: integer('imported_at').notNull(),
  removedAt: integer('removed_at'),
});

export const words = sqliteTable(
  'words',
  {
    assetId: text('asset_id').notNull(),
    position: integer('position').notNull(),
    id: text('id').notNull(),
    text: text('text').notNull(),
    start: real('start').notNull(),
    end: real('end').notNull(),
    speaker: text('speaker'),
  },
  (table) => [primaryKey({ columns: [table.assetId, table.position] })],
);

export const projects = sqliteTable('projects', {
  id: text('id').primaryKey(),
  title: text('title').notNull(),
  revision: integer('revision').notNull(),
  cursor: integer('cursor').notNull(),
  hash: text('hash').notNull(),
  seconds: real('seconds').notNull(),
  format: text('format').notNull(),
  posterAssetId: text('poster_asset_id'),
  createdAt: integer('created_at').notNull(),
  editedAt: integer('edited_at').notNull(),
  removedAt: integer('removed_at'),
});

export const projectVersions = sqliteTable(
  'project_versions',
  {
    projectId: text('project_id').notNull(),
    sequence: integer('sequence').notNull(),
    document: text('document').notNull(),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.sequence] })],
);

export const projectEdits = sqliteTable(
  'project_edits',
  {
    projectId: text('project_id').notNull(),
    sequence: integer('sequence').notNull(),
    edit: text('edit').notNull(),
    madeAt: integer('made_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.sequence] })],
);

export const renders = sqliteTable('renders', {
  id: text('id').primaryKey(),
  projectId: text('project_id').notNull(),
  documentHash: text('document_hash').notNull(),
  title: text('title').notNull(),
  format: text('format').notNull(),
  platforms: text('platforms').notNull(),
  state: text('state', { enum: ['queued', 'done'] }).notNull(),
  jobId: integer('job_id'),
  path: text('path'),
  bytes: integer('bytes').notNull().default(0),
  hash: text('hash'),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  fps: integer('fps').notNull(),
  seconds: real('seconds').notNull(),
  encoder: text('encoder').notNull(),
  chunksTotal: integer('chunks_total').notNull().default(0),
  chunksReused: integer('chunks_reused').notNull().default(0),
  quality: text('quality'),
  createdAt: integer('created_at').notNull(),
  finishedAt: integer('finished_at'),
});

export const channels = sqliteTable('channels', {
  id: text('id').primaryKey(),
  platform: text('platform').notNull(),
  name: text('name').notNull(),
  remoteAccount: text('remote_account').notNull(),
  secretRef: text('secret_ref'),
  paused: truth('paused').default(false),
  reason: text('reason'),
  createdAt: integer('created_at').notNull(),
  handle: text('handle').notNull().default(''),
  standing: text('standing', { enum: ['ready', 'sign-in', 'signed-out'] })
    .notNull()
    .default('ready'),
  scopes: text('scopes').notNull().default(''),
  notes: text('notes').notNull().default('[]'),
  signInEndsAt: integer('sign_in_ends_at'),
  defaults: text('defaults'),
  plan: text('plan'),
});

export const posts = sqliteTable('posts', {
  id: text('id').primaryKey(),
  channelId: text('channel_id').notNull(),
  projectId: text('project_id'),
  renderId: text('render_id'),
  videoPath: text('video_path').notNull(),
  videoHash: text('video_hash').notNull(),
  videoBytes: integer('video_bytes').notNull(),
  videoSeconds: real('video_seconds').notNull(),
  videoWidth: integer('video_width').notNull(),
  videoHeight: integer('video_height').notNull(),
  documentHash: text('document_hash'),
  title: text('title').notNull(),
  caption: text('caption').notNull(),
  state: text('state', {
    enum: ['draft', 'awaiting-approval', 'scheduled', 'sending', 'sent', 'live', 'needs-you', 'failed', 'cancelled'],
  }).notNull(),
  reason: text('reason').notNull(),
  at: integer('at'),
  url: text('url'),
  remoteId: text('remote_id'),
  contentHash: text('content_hash').notNull(),
  approvedHash: text('approved_hash'),
  approvedAt: integer('approved_at'),
  approvedProjectHash: text('approved_project_hash'),
  upload: text('upload'),
  releaseAskedAt: integer('release_asked_at'),
  createdAt: integer('created_at').notNull(),
  changedAt: integer('changed_at').notNull(),
  options: text('options'),
  slotAt: integer('slot_at'),
  findings: text('findings').notNull().default('[]'),
  madeBy: text('made_by'),
});

export const postCounts = sqliteTable('post_counts', { state: text('state').primaryKey(), count: integer('count').notNull() });

export const ledger = sqliteTable(
  'ledger',
  {
    postId: text('post_id').notNull(),
    sequence: integer('sequence').notNull(),
    at: integer('at').notNull(),
    state: text('state').notNull(),
    reason: text('reason').notNull(),
    raw: text('raw'),
  },
  (table) => [primaryKey({ columns: [table.postId, table.sequence] })],
);

export const metrics = sqliteTable(
  'metrics',
  {
    postId: text('post_id').notNull(),
    at: integer('at').notNull(),
    views: integer('views').notNull(),
    likes: integer('likes').notNull(),
    comments: integer('comments').notNull(),
    shares: integer('shares').notNull(),
  },
  (table) => [primaryKey({ columns: [table.postId, table.at] })],
);

export const jobs = sqliteTable('jobs', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  kind: text('kind').notNull(),
  state: text('state', { enum: ['waiting', 'running', 'asking', 'done', 'dead', 'cancelled', 'skipped'] }).notNull(),
  title: text('title').notNull(),
  subject: text('subject'),
  uniqueKey: text('unique_key'),
  priority: integer('priority').notNull().default(0),
  oneAtATime: text('one_at_a_time'),
  data: text('data').notNull(),
  saved: text('saved'),
  result: text('result'),
  progress: text('progress'),
  error: text('error'),
  attempts: integer('attempts').notNull().default(0),
  attemptsAllowed: integer('attempts_allowed').notNull(),
  missedPolicy: text('missed_policy', { enum: ['run-late', 'skip', 'ask'] }).notNull(),
  runAt: integer('run_at').notNull(),
  late: truth('late').default(false),
  owner: text('owner'),
  leaseUntil: integer('lease_until'),
  cancelAsked: truth('cancel_asked').default(false),
  createdAt: integer('created_at').notNull(),
  finishedAt: integer('finished_at'),
});

export const settings = sqliteTable('settings', { name: text('name').primaryKey(), value: text('value').notNull() });

export const rateLimits = sqliteTable(
  'rate_limits',
  {
    scope: text('scope').notNull(),
    name: text('name').notNull(),
    platform: text('platform').notNull(),
    capacity: real('capacity').notNull(),
    state: text('state').notNull(),
    blockedUntil: integer('blocked_until'),
    reason: text('reason'),
    changedAt: integer('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.name] })],
);

export const usage = sqliteTable('usage', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  provider: text('provider').notNull(),
  item: text('item').notNull(),
  units: real('units').notNull(),
  microUsd: integer('micro_usd').notNull(),
  postId: text('post_id'),
});

export const evergreens = sqliteTable('evergreens', {
  id: text('id').primaryKey(),
  postId: text('post_id').notNull(),
  channelIds: text('channel_ids').notNull(),
  cooldownDays: integer('cooldown_days').notNull(),
  captions: text('captions').notNull(),
  approved: truth('approved'),
  paused: truth('paused'),
  uses: integer('uses').notNull().default(0),
  lastUsedAt: integer('last_used_at'),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
});

export const feeds = sqliteTable('feeds', {
  id: text('id').primaryKey(),
  url: text('url').notNull(),
  title: text('title').notNull(),
  channelIds: text('channel_ids').notNull(),
  template: text('template').notNull(),
  everyMinutes: integer('every_minutes').notNull(),
  paused: truth('paused'),
  etag: text('etag'),
  lastModified: text('last_modified'),
  checkedAt: integer('checked_at'),
  nextAt: integer('next_at'),
  problem: text('problem'),
  failures: integer('failures').notNull().default(0),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
});

export const feedItems = sqliteTable(
  'feed_items',
  {
    feedId: text('feed_id').notNull(),
    itemKey: text('item_key').notNull(),
    title: text('title').notNull(),
    seenAt: integer('seen_at').notNull(),
    draftedAt: integer('drafted_at'),
  },
  (table) => [primaryKey({ columns: [table.feedId, table.itemKey] })],
);
