create table assets (
  id text primary key,
  hash text not null unique,
  name text not null,
  path text not null,
  kind text not null check (kind in ('video', 'audio', 'image')),
  bytes integer not null,
  seconds real not null,
  width integer not null,
  height integer not null,
  has_audio integer not null,
  details text not null,
  state text not null check (state in ('importing', 'ready', 'broken')),
  problem text,
  notes text not null default '[]',
  has_poster integer not null default 0,
  has_waveform integer not null default 0,
  has_proxy integer not null default 0,
  transcript_state text not null default 'none' check (transcript_state in ('none', 'working', 'ready', 'failed')),
  transcript_source text,
  transcript_problem text,
  imported_at integer not null,
  removed_at integer
) strict;

create table words (
  asset_id text not null references assets (id) on delete cascade,
  position integer not null,
  id text not null,
  text text not null,
  start real not null,
  end real not null,
  speaker text,
  primary key (asset_id, position)
) strict, without rowid;

create table projects (
  id text primary key,
  title text not null,
  revision integer not null,
  -- the edit the document stands at; edits after it can be redone
  cursor integer not null,
  hash text not null,
  seconds real not null,
  format text not null,
  poster_asset_id text,
  created_at integer not null,
  edited_at integer not null,
  removed_at integer
) strict;

create table project_versions (
  project_id text not null references projects (id) on delete cascade,
  -- the document after this many edits
  sequence integer not null,
  document text not null,
  saved_at integer not null,
  primary key (project_id, sequence)
) strict, without rowid;

create table project_edits (
  project_id text not null references projects (id) on delete cascade,
  sequence integer not null,
  edit text not null,
  made_at integer not null,
  primary key (project_id, sequence)
) strict, without rowid;

create table renders (
  id text primary key,
  project_id text not null references projects (id),
  document_hash text not null,
  title text not null,
  format text not null,
  platforms text not null,
  -- what else may be true of it (running, failed, cancelled) is true of its job
  state text not null check (state in ('queued', 'done')),
  job_id integer,
  path text,
  bytes integer not null default 0,
  hash text,
  width integer not null,
  height integer not null,
  fps integer not null,
  seconds real not null,
  encoder text not null,
  chunks_total integer not null default 0,
  chunks_reused integer not null default 0,
  quality text,
  created_at integer not null,
  finished_at integer
) strict;
create index renders_by_project on renders (project_id, created_at);

create table channels (
  id text primary key,
  platform text not null,
  name text not null,
  remote_account text not null,
  secret_ref text,
  paused integer not null default 0,
  reason text,
  created_at integer not null
) strict;

create table posts (
  id text primary key,
  channel_id text not null references channels (id),
  project_id text references projects (id),
  render_id text references renders (id),
  video_path text not null,
  video_hash text not null,
  video_bytes integer not null,
  video_seconds real not null,
  video_width integer not null,
  video_height integer not null,
  -- the document this post was approved with; null for a file from elsewhere
  document_hash text,
  title text not null,
  caption text not null,
  state text not null check (state in ('draft', 'awaiting-approval', 'scheduled', 'sending', 'sent', 'live', 'needs-you', 'failed', 'cancelled')),
  reason text not null,
  at integer,
  url text,
  remote_id text,
  content_hash text not null,
  approved_hash text,
  approved_at integer,
  -- hash of the project when the person said yes: they may approve a render older than the project, but no later edit
  approved_project_hash text,
  -- what the adapter needs to find its upload again
  upload text,
  -- set before the platform is asked to make the post public, cleared only when a look proved that it did not happen
  release_asked_at integer,
  created_at integer not null,
  changed_at integer not null
) strict;
create index posts_by_state on posts (state, coalesce(at, created_at), id);
create index posts_by_time on posts (coalesce(at, created_at), id);
create index posts_by_channel on posts (channel_id, state, coalesce(at, created_at), id);
create index posts_by_project on posts (project_id);

-- kept by triggers: counting 100,000 posts anew for every change would take longer than a screen may wait
create table post_counts (
  state text primary key,
  count integer not null
) strict, without rowid;
create trigger posts_counted after insert on posts begin
  insert into post_counts (state, count) values (new.state, 1) on conflict (state) do update set count = count + 1;
end;
create trigger posts_counted_again after update of state on posts when new.state <> old.state begin
  update post_counts set count = count - 1 where state = old.state;
  insert into post_counts (state, count) values (new.state, 1) on conflict (state) do update set count = count + 1;
end;
create trigger posts_uncounted after delete on posts begin
  update post_counts set count = count - 1 where state = old.state;
end;

create table ledger (
  post_id text not null references posts (id) on delete cascade,
  sequence integer not null,
  at integer not null,
  state text not null,
  reason text not null,
  raw text,
  primary key (post_id, sequence)
) strict, without rowid;

create table metrics (
  post_id text not null references posts (id) on delete cascade,
  at integer not null,
  views integer not null,
  likes integer not null,
  comments integer not null,
  shares integer not null,
  primary key (post_id, at)
) strict, without rowid;

create table jobs (
  id integer primary key autoincrement,
  kind text not null,
  state text not null check (state in ('waiting', 'running', 'asking', 'done', 'dead', 'cancelled', 'skipped')),
  title text not null,
  subject text,
  -- at most one unfinished job per key
  unique_key text,
  priority integer not null default 0,
  one_at_a_time text,
  data text not null,
  saved text,
  result text,
  progress text,
  error text,
  attempts integer not null default 0,
  attempts_allowed integer not null,
  missed_policy text not null check (missed_policy in ('run-late', 'skip', 'ask')),
  run_at integer not null,
  late integer not null default 0,
  owner text,
  lease_until integer,
  cancel_asked integer not null default 0,
  created_at integer not null,
  finished_at integer
) strict;
-- a claim looks at each kind, each group of it and each priority once, so neither a far future nor a blocked group slows it
create index jobs_claim on jobs (kind, coalesce(one_at_a_time, ''), priority desc, run_at, id) where state = 'waiting';
create index jobs_due on jobs (kind, run_at) where state = 'waiting';
create index jobs_missable on jobs (run_at) where state = 'waiting' and missed_policy <> 'run-late';
create index jobs_running on jobs (one_at_a_time, lease_until) where state = 'running';
create index jobs_by_state on jobs (state, id);
create index jobs_by_subject on jobs (subject, id);
create unique index jobs_unique_key on jobs (unique_key) where unique_key is not null and state in ('waiting', 'running', 'asking');

create table settings (
  name text primary key,
  value text not null
) strict, without rowid;
