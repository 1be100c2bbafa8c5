alter table channels add column handle text not null default '';
-- sign-in: the platform wants the creator to sign in again; signed-out: the creator left it
alter table channels add column standing text not null default 'ready' check (standing in ('ready', 'sign-in', 'signed-out'));
-- what was granted, as the platform names it, space-separated
alter table channels add column scopes text not null default '';
alter table channels add column notes text not null default '[]';
alter table channels add column sign_in_ends_at integer;
alter table channels add column defaults text;
alter table channels add column plan text;
-- one account is one channel: signing in again finds it
create unique index channels_account on channels (platform, remote_account);

alter table posts add column options text;
alter table posts add column slot_at integer;
alter table posts add column findings text not null default '[]';
-- what made it: "feed:…", "evergreen:…"; null for a person
alter table posts add column made_by text;
create index posts_by_maker on posts (made_by) where made_by is not null;

-- one counter of one limit; they must survive a restart, or a restart would be a way around them
create table rate_limits (
  -- "app:<platform>" or "channel:<id>"
  scope text not null,
  name text not null,
  platform text not null,
  capacity real not null,
  state text not null,
  blocked_until integer,
  reason text,
  changed_at integer not null,
  primary key (scope, name)
) strict, without rowid;

-- what the platforms charge for; AI joins it later
create table usage (
  id integer primary key autoincrement,
  at integer not null,
  provider text not null,
  item text not null,
  units real not null,
  -- millionths of a US dollar
  micro_usd integer not null,
  post_id text
) strict;
create index usage_by_time on usage (at);
create index usage_by_post on usage (post_id) where post_id is not null;

create table evergreens (
  id text primary key,
  post_id text not null references posts (id),
  channel_ids text not null,
  cooldown_days integer not null,
  captions text not null,
  approved integer not null,
  paused integer not null,
  uses integer not null default 0,
  last_used_at integer,
  created_at integer not null,
  removed_at integer
) strict;

create table feeds (
  id text primary key,
  url text not null,
  title text not null,
  channel_ids text not null,
  template text not null,
  every_minutes integer not null,
  paused integer not null,
  etag text,
  last_modified text,
  checked_at integer,
  next_at integer,
  problem text,
  failures integer not null default 0,
  created_at integer not null,
  removed_at integer
) strict;

create table feed_items (
  feed_id text not null references feeds (id) on delete cascade,
  item_key text not null,
  title text not null,
  seen_at integer not null,
  -- null: it was there when the feed was added
  drafted_at integer,
  primary key (feed_id, item_key)
) strict, without rowid;
