import type { Choices } from '../../shared/contract/channels.ts';
import type { PostOptions } from '../../shared/publish/postOptions.ts';

/* Words: a post is a file and words bound to one channel and one time; a release is the moment it becomes public. */

/** The file that goes out. `hash` is its SHA-256; `seconds`, `width`, `height` as probed. */
type VideoFile = {
  readonly path: string;
  readonly bytes: number;
  readonly hash: string;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
};

/** What is said with the file. */
type PostWords = { readonly title: string; readonly caption: string };

/** A signed-in account. `secretRef` names an entry in the secret store; it is never the secret. */
export type Session = { readonly channelId: string; readonly remoteAccount: string; readonly secretRef: string | null };

/** Everything an adapter may know about what goes out. */
export type Outgoing = {
  readonly postId: string;
  readonly file: VideoFile;
  readonly words: PostWords;
  /** Always of the channel's platform. */
  readonly options: PostOptions;
  /** When it is to be public. */
  readonly at: Date;
  readonly session: Session;
};

/**
 * What an adapter learned and needs to find its upload again (container, session address, publish id, media id).
 * Stored as JSON before anything that depends on it; the adapter parses it with its own schema.
 */
export type UploadRef = { readonly [field: string]: string | number | boolean | null };

/** What a read-only look found. */
export type Sighting =
  /** It is certain that nothing is public and the upload is gone: it is uploaded again. */
  | { seen: 'nothing' }
  | { seen: 'processing'; askAt: Date }
  /** Uploaded, and it is certain that nothing is public. */
  | { seen: 'ready' }
  /**
   * Read back as asked for. `url` is the public address, absolute, or relative to the studio's own door for the practice
   * platform; null where the creator chose that only they may see it and the platform gives no address for that, as
   * with `remoteId`. `note` is said instead of "seen at its public address" when it is not public to everyone.
   */
  | { seen: 'public'; remoteId: string | null; url: string | null; note?: string }
  | { seen: 'refused'; reason: string; code: string }
  /** Cannot tell; a person must. `reason` is a sentence for them. */
  | { seen: 'unclear'; reason: string };

export type UploadTools = {
  /** Stores what was learned so far, so that a crash resumes instead of starting again. */
  readonly save: (ref: UploadRef) => void;
  /** share 0–1 of the bytes. */
  readonly progress: (share: number) => void;
  signal: AbortSignal;
};

type LookTools = {
  /** When the release was asked for last; null when it never was. Where the platform gives no id, matching starts here. */
  askedAt: Date | null;
  signal: AbortSignal;
};

/** The least a platform must do. Every capability beyond it is an interface of its own. */
export interface PublisherAdapter {
  readonly platform: string;
  /**
   * The release call is given up after this many ms. When twice as long has passed since it was asked for, a look
   * that finds nothing public is believed, so it must outlast the platform's own delay in showing a new post.
   */
  readonly releaseWithinMs: number;
  /**
   * Sends the file. Nothing becomes public, so it may be repeated. Resumes from `known` where it can. Where the last
   * bytes publish by themselves, they are kept back for `release`. Throws PublishFailed.
   */
  readonly upload: (post: Outgoing, known: UploadRef | null, tools: UploadTools) => Promise<UploadRef>;
  /** Only reads, so it may be asked as often as we like. Throws PublishFailed for limits and dead tokens. */
  readonly look: (post: Outgoing, upload: UploadRef, tools: LookTools) => Promise<Sighting>;
  /**
   * Makes the post public and answers what else was learned (the public id, say), kept for later looks. Never repeated
   * without a look, and never blindly retried. Throws PublishFailed; anything else that is thrown counts as a lost answer.
   */
  readonly release: (post: Outgoing, upload: UploadRef, signal: AbortSignal) => Promise<UploadRef>;
}

/** Platforms where an upload that was set aside still stands: it is used again, or would be in the way of the next one. */
interface KeepsUploads {
  /** What of it the next `upload` must be given; null: nothing. */
  readonly keepOf: (upload: UploadRef) => UploadRef | null;
}

/** Platforms that can be handed a post before its time and publish it by themselves. */
interface HandsOver {
  /** When the post may be handed over; its own time when it may not be early. */
  readonly handOverAt: (post: { at: Date; options: PostOptions }, now: Date) => Date;
}

export type MetricReading = { readonly views: number; readonly likes: number; readonly comments: number; readonly shares: number };

/** Platforms whose numbers can be read. */
export interface MetricsReader {
  /** Throws PublishFailed. */
  readonly readMetrics: (remoteId: string, session: Session, signal: AbortSignal) => Promise<MetricReading>;
}

/** Platforms that can say what this account may choose right now. */
export interface ChoiceReader {
  /** Asked fresh each time a posting screen is shown. Throws PublishFailed. */
  readonly readChoices: (session: Session, signal: AbortSignal) => Promise<Choices>;
}

/** Platforms that answer no question about an account which is at its cap, so that our own count must do. */
interface CountsPosts {
  /** From when on the account may post once more; now when it may at once. Asks nobody. */
  readonly opensAt: (session: Session) => Date;
}

/** What is known by a platform's name: its adapter, with the capabilities it has. */
export type Platform = PublisherAdapter & Partial<MetricsReader & HandsOver & ChoiceReader & KeepsUploads & CountsPosts>;
