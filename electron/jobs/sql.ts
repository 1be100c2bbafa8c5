/*
Words: an owner is the token of one claim; it starts with the name of the queue that made it. What changes a running job is
one statement guarded by that token, so whoever lost the job changes nothing.
*/

export const insertJob = `
  insert into jobs (kind, state, title, subject, unique_key, priority, one_at_a_time, data, attempts_allowed, missed_policy, run_at, created_at)
  values (:kind, 'waiting', :title, :subject, :uniqueKey, :priority, :group, :data, :attemptsAllowed, :missedPolicy, :runAt, :now)
  on conflict do nothing
  returning *`;

export const findByKey = `select * from jobs where unique_key = ? and state in ('waiting', 'running', 'asking')`;

/** The most urgent job that is due, whose kind has room and whose group is idle. `:kinds` is a JSON list, `:cutoffs` a JSON object by kind. */
export const claimNext = `
  with recursive
    groups (kind, name) as (
      select value, (
        select coalesce(one_at_a_time, '') from jobs where state = 'waiting' and kind = value
        order by coalesce(one_at_a_time, '') limit 1)
      from json_each(:kinds)
      union all
      select kind, (
        select coalesce(one_at_a_time, '') from jobs
        where state = 'waiting' and kind = groups.kind and coalesce(one_at_a_time, '') > groups.name
        order by coalesce(one_at_a_time, '') limit 1)
      from groups where name is not null
    ),
    levels (kind, name, priority) as (
      select kind, name, (
        select priority from jobs where state = 'waiting' and kind = groups.kind and coalesce(one_at_a_time, '') = groups.name
        order by priority desc limit 1)
      from groups
      where name is not null and not exists (select 1 from jobs where state = 'running' and one_at_a_time = groups.name)
      union all
      select kind, name, (
        select priority from jobs
        where state = 'waiting' and kind = levels.kind and coalesce(one_at_a_time, '') = levels.name and priority < levels.priority
        order by priority desc limit 1)
      from levels where priority is not null
    ),
    firsts (id) as (
      select (
        select id from jobs
        where state = 'waiting' and kind = levels.kind and coalesce(one_at_a_time, '') = levels.name
          and priority = levels.priority and run_at <= :now
        order by run_at, id limit 1)
      from levels where priority is not null
    )
  update jobs set state = 'running', owner = :owner, lease_until = :leaseUntil, attempts = attempts + 1,
    late = max(late, coalesce(run_at < :cutoffs ->> ('$."' || kind || '"'), 0))
  where state = 'waiting' and id = (
    select jobs.id from firsts cross join jobs on jobs.id = firsts.id
    order by jobs.priority desc, jobs.run_at, jobs.id limit 1)
  returning *`;

export const renewLease = `
  update jobs set lease_until = :leaseUntil where id = :id and owner = :owner and state = 'running' returning cancel_asked`;

export const saveStep = `update jobs set saved = :saved where id = :id and owner = :owner and state = 'running'`;

export const storeProgress = `update jobs set progress = :progress where id = :id and owner = :owner and state = 'running'`;

/** A job that was asked to stop and did not come to its end is cancelled, whatever its run would have led to. */
export const endClaim = `
  update jobs set
    state = iif(cancel_asked = 1 and :state <> 'done', 'cancelled', :state),
    error = iif(cancel_asked = 1 and :state <> 'done', null, :error),
    finished_at = iif(cancel_asked = 1 or :state <> 'waiting', :now, null),
    run_at = :runAt, attempts = :attempts, progress = :progress, result = coalesce(:result, result),
    saved = iif(:forget = 1, null, saved), late = iif(:forget = 1, 0, late),
    owner = null, lease_until = null, cancel_asked = 0
  where id = :id and owner = :owner and state = 'running'
  returning *`;

/** Takes back what dead owners held: all of it at the start, later what outlived its lease. */
export const recoverLost = `
  update jobs indexed by jobs_running set
    state = iif(cancel_asked = 1, 'cancelled', iif(attempts >= attempts_allowed, 'dead', 'waiting')),
    error = iif(cancel_asked = 0 and attempts >= attempts_allowed, :crashed, error),
    finished_at = iif(cancel_asked = 1 or attempts >= attempts_allowed, :now, null),
    owner = null, lease_until = null, cancel_asked = 0
  where state = 'running' and substr(owner, 1, length(:queue)) <> :queue and (:everything = 1 or lease_until < :now)
  returning id`;

/** Only what was never begun: a job in the middle of its work must go on and look, not be dropped. */
export const setMissedAside = `
  update jobs indexed by jobs_missable set state = iif(missed_policy = 'skip', 'skipped', 'asking'), late = 1, finished_at = iif(missed_policy = 'skip', :now, null)
  where state = 'waiting' and missed_policy <> 'run-late' and run_at < :latest
    and run_at < :cutoffs ->> ('$."' || kind || '"') and attempts = 0 and saved is null
  returning id`;

/** A clock that was ahead and is set back leaves retries far away; none is ever further than the longest backoff. */
export const pullRetriesNear = `
  update jobs set run_at = :latest
  where state = 'waiting' and attempts > 0 and error is not null and run_at > :latest
  returning id`;

export const pullRepeatsNear = `
  update jobs set run_at = :latest where state = 'waiting' and kind = :kind and run_at > :latest returning id`;

export const cancelWaiting = `
  update jobs set state = 'cancelled', finished_at = :now where id = :id and state in ('waiting', 'asking') returning *`;

/** Its key is free from now on: asking for the same work again means new work, not the one that is stopping. */
export const askToStop = `
  update jobs set cancel_asked = 1, unique_key = null where id = :id and state = 'running' returning *`;

export const replayJob = `
  update jobs set late = (state = 'asking'), state = 'waiting', run_at = :now, attempts = 0, error = null, progress = null,
    finished_at = null, cancel_asked = 0
  where id = :id and state in ('dead', 'cancelled', 'skipped', 'asking')
  returning *`;

export const discardJob = `
  update jobs set state = 'cancelled', finished_at = :now where id = :id and state in ('dead', 'asking') returning *`;

export const moveJob = `
  update jobs set state = 'waiting', run_at = :runAt, attempts = 0, late = 0 where id = :id and state in ('waiting', 'asking') returning *`;

export const nextDue = `
  select min((select min(run_at) from jobs where state = 'waiting' and kind = value and run_at > :now)) from json_each(:kinds)`;

export const anyDue = `
  select exists (
    select 1 from json_each(:kinds)
    where exists (select 1 from jobs where state = 'waiting' and kind = value and run_at <= :until))`;

export const countStates = `select state, count(*) as count from jobs where state in ('waiting', 'running', 'dead') group by state`;

export const listUnfinished = `
  select * from jobs where state in ('waiting', 'running', 'asking', 'dead') order by id desc limit ?`;

export const listAll = `select * from jobs order by id desc limit ?`;

/** Dead letters stay until a person decides. */
export const removeFinished = `
  delete from jobs where state in ('done', 'cancelled', 'skipped') and (finished_at < :before or id <= coalesce((
    select id from jobs where state in ('done', 'cancelled', 'skipped') order by id desc limit 1 offset :kept), 0))`;
