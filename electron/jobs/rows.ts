import type { Database, Statement } from 'better-sqlite3';
import type { JobKind } from '../../shared/contract/jobs.ts';
import * as sql from './sql.ts';
import type { JobRow } from './toJob.ts';
import type { MissedPolicy } from './types.ts';

/** Longer than the pause of a laptop waking up, or two owners would hold one job. */
export const LEASE_MS = 90_000;

/** Instants before which a job of a kind counts as missed. */
export type Cutoffs = ReadonlyMap<JobKind, number>;

export type NewRow = {
  readonly kind: JobKind;
  readonly title: string;
  readonly subject: string | null;
  readonly uniqueKey: string | null;
  readonly priority: number;
  readonly group: string | null;
  readonly data: string;
  readonly attemptsAllowed: number;
  readonly missedPolicy: MissedPolicy;
  readonly runAt: number;
  readonly now: number;
};

/** How a claim ends. `waiting` gives the job back; `forget` also drops what it saved, for a repeating job's next round. */
export type ClaimEnd = {
  readonly state: 'done' | 'dead' | 'waiting';
  readonly runAt: number;
  readonly attempts: number;
  readonly result: string | null;
  readonly error: string | null;
  readonly progress: string | null;
  readonly forget: boolean;
};

/**
 * The row a changing statement returns. Not `get`: that leaves the statement after its first row, and better-sqlite3 then
 * swallows a commit that fails (seen on a full disk), so that a job would run whose claim was never written.
 */
function changed<Parameters extends object, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Row | undefined {
  return statement.all(parameters)[0];
}

export type JobRows = ReturnType<typeof createJobRows>;

/** The table of jobs as a few guarded statements, prepared once. `queue` names this process in the tokens of its claims. */
export function createJobRows(client: Database, queue: string) {
  const insert = client.prepare<NewRow, JobRow>(sql.insertJob);
  const byKey = client.prepare<[string], JobRow>(sql.findByKey);
  const byId = client.prepare<[number], JobRow>('select * from jobs where id = ?');
  const claim = client.prepare<{ kinds: string; cutoffs: string; now: number; owner: string; leaseUntil: number }, JobRow>(sql.claimNext);
  const renew = client.prepare<{ id: number; owner: string; leaseUntil: number }, { cancel_asked: number }>(sql.renewLease);
  const save = client.prepare<{ id: number; owner: string; saved: string }>(sql.saveStep);
  const progress = client.prepare<{ id: number; owner: string; progress: string }>(sql.storeProgress);
  const end = client.prepare<Omit<ClaimEnd, 'forget'> & { id: number; owner: string; now: number; forget: 0 | 1 }, JobRow>(sql.endClaim);
  const recover = client.prepare<{ now: number; queue: string; everything: 0 | 1; crashed: string }, number>(sql.recoverLost).pluck();
  const missed = client.prepare<{ now: number; latest: number; cutoffs: string }, number>(sql.setMissedAside).pluck();
  const retriesNear = client.prepare<{ latest: number }, number>(sql.pullRetriesNear).pluck();
  const repeatsNear = client.prepare<{ latest: number; kind: JobKind }, number>(sql.pullRepeatsNear).pluck();
  const cancel = client.prepare<{ id: number; now: number }, JobRow>(sql.cancelWaiting);
  const stop = client.prepare<{ id: number }, JobRow>(sql.askToStop);
  const replay = client.prepare<{ id: number; now: number }, JobRow>(sql.replayJob);
  const discard = client.prepare<{ id: number; now: number }, JobRow>(sql.discardJob);
  const move = client.prepare<{ id: number; runAt: number }, JobRow>(sql.moveJob);
  const due = client.prepare<{ now: number; kinds: string }, number | null>(sql.nextDue).pluck();
  const any = client.prepare<{ until: number; kinds: string }, number>(sql.anyDue).pluck();
  const count = client.prepare<[], { state: string; count: number }>(sql.countStates);
  const unfinished = client.prepare<[number], JobRow>(sql.listUnfinished);
  const all = client.prepare<[number], JobRow>(sql.listAll);
  let claims = 0;

  const json = (cutoffs: Cutoffs): string => JSON.stringify(Object.fromEntries(cutoffs));

  return {
    /** Undefined when an unfinished job has the key already. */
    insert: (row: NewRow) => changed(insert, row),
    findByKey: (uniqueKey: string) => byKey.get(uniqueKey),
    find: (id: number) => byId.get(id),
    /** Gives the most urgent due job to a new token of ours. */
    claim: (kinds: readonly JobKind[], cutoffs: Cutoffs, now: number) =>
      changed(claim, {
        kinds: JSON.stringify(kinds),
        cutoffs: json(cutoffs),
        now,
        owner: `${queue}#${(claims += 1)}`,
        leaseUntil: now + LEASE_MS,
      }),
    /** Undefined when the job is no longer held by this token. */
    renew: (id: number, owner: string, now: number) => changed(renew, { id, owner, leaseUntil: now + LEASE_MS }),
    save: (id: number, owner: string, saved: string) => save.run({ id, owner, saved }).changes === 1,
    storeProgress: (id: number, owner: string, text: string) => void progress.run({ id, owner, progress: text }),
    /** Undefined when the job is no longer held by this token: nothing was changed then. */
    end: (id: number, owner: string, outcome: ClaimEnd, now: number) =>
      changed(end, { ...outcome, id, owner, now, forget: outcome.forget ? 1 : 0 }),
    recover: (now: number, { everything, crashed }: { everything: boolean; crashed: string }) =>
      recover.all({ now, queue: `${queue}#`, everything: everything ? 1 : 0, crashed }),
    setMissedAside: (cutoffs: Cutoffs, now: number) =>
      missed.all({ now, cutoffs: json(cutoffs), latest: Math.max(0, ...[...cutoffs.values()].filter(Number.isFinite)) }),
    pullRetriesNear: (latest: number) => retriesNear.all({ latest }),
    pullRepeatsNear: (kind: JobKind, latest: number) => repeatsNear.all({ kind, latest }),
    cancelWaiting: (id: number, now: number) => changed(cancel, { id, now }),
    askToStop: (id: number) => changed(stop, { id }),
    replay: (id: number, now: number) => changed(replay, { id, now }),
    discard: (id: number, now: number) => changed(discard, { id, now }),
    move: (id: number, runAt: number) => changed(move, { id, runAt }),
    /** The next instant after `now` at which something becomes due, or null. */
    nextDue: (kinds: readonly JobKind[], now: number) => due.get({ kinds: JSON.stringify(kinds), now }) ?? null,
    anyDue: (kinds: readonly JobKind[], until: number) => any.get({ kinds: JSON.stringify(kinds), until }) === 1,
    counts: () => new Map(count.all().map((row) => [row.state, row.count])),
    list: ({ finished, limit }: { finished: boolean; limit: number }) => (finished ? all : unfinished).all(limit),
  };
}
