import { and, count, eq, inArray, isNull, min, sql } from 'drizzle-orm';
import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import { Failure } from '../../shared/errors.ts';
import { allowedMoves, PostState } from '../../shared/publish/postState.ts';
import type { ChangeBus } from '../changes.ts';
import type { WriteDb } from '../store/handles.ts';
import { ledger as ledgerTable, metrics, posts } from '../store/schema.ts';
import type { MetricReading, UploadRef } from './adapter.ts';
import { uploadOf } from './outgoing.ts';
import { readPost } from './readPosts.ts';

export type PostRow = InferSelectModel<typeof posts>;
type NewPost = Omit<InferInsertModel<typeof posts>, 'reason' | 'createdAt' | 'changedAt'>;
type Editable = Partial<
  Omit<PostRow, 'id' | 'channelId' | 'state' | 'reason' | 'upload' | 'releaseAskedAt' | 'createdAt' | 'changedAt' | 'madeBy'>
>;

/**
 * The only writer of posts. Every change of state is one guarded transaction that also appends a line to the ledger;
 * nothing is ever deleted. Whoever follows the changes hears of a post after the outermost transaction is kept.
 */
export type Ledger = {
  /** Runs `work` as one transaction: all of its writes are kept, or none. */
  readonly together: <T>(work: () => T) => T;
  /** Throws NOT_FOUND. */
  readonly read: (postId: string) => PostRow;
  readonly add: (post: NewPost, reason: string) => void;
  /** Throws CONFLICT when `allowedMoves` does not lead from the present state to `to`. */
  readonly move: (postId: string, to: PostState, reason: string, raw?: string | null) => void;
  /** Appends a line without changing the state. */
  readonly note: (postId: string, reason: string, raw?: string | null) => void;
  readonly edit: (postId: string, fields: Editable) => void;
  /** Keeps what the adapter learned. Only while sending: a worker that lost its place changes nothing. Throws CONFLICT. */
  readonly saveUpload: (postId: string, upload: UploadRef) => void;
  /** Forgets an upload that is gone or was refused. */
  readonly dropUpload: (postId: string) => void;
  /** An upload is not used as it is: keeps of it what its platform needs to know next time, mostly nothing. */
  readonly setUploadAside: (postId: string) => void;
  /**
   * Notes the intention to make `upload` public: the post is `sent` from here on. Answers false when it may not be
   * asked for: another worker was faster, the post was called off, or what was approved is not what was uploaded.
   */
  readonly askRelease: (post: Pick<PostRow, 'id' | 'contentHash'>, upload: UploadRef, reason: string) => boolean;
  /** Keeps what the release answered. */
  readonly saveReleased: (postId: string, upload: UploadRef) => void;
  /** A look proved, or the platform said, that nothing became public. */
  readonly forgetRelease: (postId: string) => void;
  /** Somebody else than what is written here may have made it public: from here on nothing but a person's word sends it. */
  readonly doubtRelease: (postId: string) => void;
  readonly addMetrics: (postId: string, reading: MetricReading) => void;
  /** How many times the post came into this state from another. */
  readonly countMoves: (postId: string, state: PostState) => number;
  /** When the post first came into this state, ms; null for never. */
  readonly firstTime: (postId: string, state: PostState) => number | null;
};

const cameFrom = (to: PostState): PostState[] => PostState.options.filter((from) => allowedMoves[from].includes(to));

const stateBefore = sql`(select before.state from ledger as before
  where before.post_id = ${ledgerTable.postId} and before.sequence = ${ledgerTable.sequence} - 1)`;

type Needs = {
  readonly write: WriteDb;
  readonly changes: ChangeBus;
  readonly now: () => Date;
  /** What of an upload that is set aside must be kept; null: nothing. */
  readonly keepOf: (channelId: string, upload: UploadRef) => UploadRef | null;
};

export function createLedger({ write, changes, now, keepOf }: Needs): Ledger {
  const touched = new Set<string>();
  let depth = 0;

  const together = <T>(work: () => T): T => {
    depth += 1;
    try {
      // immediate: two processes that both read before they write would otherwise fail on the second's first write
      const kept = write.$client.transaction(work).immediate();
      if (depth === 1) {
        for (const postId of touched) changes.publish({ topic: 'post', value: readPost(write, postId) });
      }
      return kept;
    } finally {
      depth -= 1;
      if (depth === 0) touched.clear();
    }
  };

  const read = (postId: string): PostRow => {
    const row = write.select().from(posts).where(eq(posts.id, postId)).get();
    if (row === undefined) throw new Failure('NOT_FOUND', 'This post does not exist.', 'Look for it in the queue.');
    return row;
  };

  const append = (postId: string, state: PostState, reason: string, raw: string | null): void => {
    const sequence = sql<number>`(select coalesce(max(sequence), 0) + 1 from ledger where post_id = ${postId})`;
    write.insert(ledgerTable).values({ postId, sequence, at: now().getTime(), state, reason, raw }).run();
    touched.add(postId);
  };

  const set = (postId: string, fields: Partial<PostRow>, only = eq(posts.id, postId)): number => {
    touched.add(postId);
    return write
      .update(posts)
      .set({ ...fields, changedAt: now().getTime() })
      .where(and(eq(posts.id, postId), only))
      .run().changes;
  };

  const move = (postId: string, to: PostState, reason: string, raw: string | null = null): void =>
    together(() => {
      if (set(postId, { state: to, reason }, inArray(posts.state, cameFrom(to))) === 0) {
        const { state } = read(postId);
        throw new Failure(
          'CONFLICT',
          `The post is “${state}” by now and cannot become “${to}”. It was left as it is.`,
          'Look at the post again and decide from there.',
        );
      }
      append(postId, to, reason, raw);
    });

  return {
    together,
    read,
    move,
    add: (post, reason) =>
      together(() => {
        const at = now().getTime();
        write
          .insert(posts)
          .values({ ...post, reason, createdAt: at, changedAt: at })
          .run();
        append(post.id, post.state, reason, null);
      }),
    note: (postId, reason, raw = null) =>
      together(() => {
        set(postId, { reason });
        append(postId, read(postId).state, reason, raw);
      }),
    edit: (postId, fields) =>
      together(() => {
        set(postId, fields);
      }),
    saveUpload: (postId, upload) =>
      together(() => {
        if (set(postId, { upload: JSON.stringify(upload) }, eq(posts.state, 'sending')) === 0) {
          throw new Failure('CONFLICT', 'The post is not being sent any more.', 'Nothing to do.');
        }
      }),
    dropUpload: (postId) =>
      together(() => {
        set(postId, { upload: null });
      }),
    setUploadAside: (postId) =>
      together(() => {
        const post = read(postId);
        const upload = uploadOf(post);
        const kept = upload === null ? null : keepOf(post.channelId, upload);
        set(postId, { upload: kept === null ? null : JSON.stringify(kept) });
      }),
    askRelease: ({ id, contentHash }, upload, reason) =>
      together(() => {
        const approved = and(eq(posts.contentHash, contentHash), eq(posts.approvedHash, contentHash));
        const mayAsk = and(eq(posts.state, 'sending'), isNull(posts.releaseAskedAt), approved);
        if (set(id, { upload: JSON.stringify(upload), releaseAskedAt: now().getTime(), findings: '[]' }, mayAsk) === 0) return false;
        move(id, 'sent', reason);
        return true;
      }),
    saveReleased: (postId, upload) =>
      together(() => {
        set(postId, { upload: JSON.stringify(upload) }, eq(posts.state, 'sent'));
      }),
    forgetRelease: (postId) =>
      together(() => {
        set(postId, { releaseAskedAt: null });
      }),
    doubtRelease: (postId) =>
      together(() => {
        set(postId, { releaseAskedAt: now().getTime() }, isNull(posts.releaseAskedAt));
      }),
    addMetrics: (postId, reading) =>
      together(() => {
        write
          .insert(metrics)
          .values({ postId, at: now().getTime(), ...reading })
          .onConflictDoUpdate({ target: [metrics.postId, metrics.at], set: reading })
          .run();
        touched.add(postId);
      }),
    countMoves: (postId, state) =>
      write
        .select({ count: count() })
        .from(ledgerTable)
        .where(and(eq(ledgerTable.postId, postId), eq(ledgerTable.state, state), sql`${state} is not ${stateBefore}`))
        .get()?.count ?? 0,
    firstTime: (postId, state) =>
      write
        .select({ at: min(ledgerTable.at) })
        .from(ledgerTable)
        .where(and(eq(ledgerTable.postId, postId), eq(ledgerTable.state, state)))
        .get()?.at ?? null,
  };
}
