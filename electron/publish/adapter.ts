/* Words: a post is a file and words bound to one channel and one time; a release is the moment it becomes public. */

/** The file that goes out. `hash` is its SHA-256; `seconds`, `width`, `height` as probed. */
export type VideoFile = {
  readonly path: string;
  readonly bytes: number;
  readonly hash: string;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
};

/** What is said with the file. */
export type PostWords = { readonly caption: string };

/** A signed-in account. `secretRef` names an entry in the secret store; it is never the secret. */
export type Session = { readonly channelId: string; readonly remoteAccount: string; readonly secretRef: string | null };

/**
 * What an adapter learned while uploading and needs to find the upload again (container, session address, publish id).
 * Stored as JSON before anything that depends on it; the adapter parses it with its own schema.
 */
export type UploadRef = { readonly [field: string]: string | number | boolean | null };

/** What a read-only look found. */
export type Sighting =
  | { seen: 'nothing' } // the platform knows no such upload: it may be sent again
  | { seen: 'processing'; askAt: Date }
  | { seen: 'ready' } // uploaded, not public
  | { seen: 'public'; remoteId: string; url: string }
  | { seen: 'refused'; reason: string; code: string }
  | { seen: 'unclear'; reason: string }; // cannot tell: a person must

export type UploadTools = {
  /** Stores what was learned so far, so that a crash resumes instead of starting again. */
  save(ref: UploadRef): Promise<void>;
  progress(share: number): void;
  signal: AbortSignal;
};

/** The least a platform must do. Every capability beyond it is an interface of its own. */
export interface PublisherAdapter {
  readonly platform: string;
  /** Sends the file. Nothing becomes public, so it may be repeated. Resumes from `known` where it can. Throws PublishFailed. */
  upload(file: VideoFile, words: PostWords, session: Session, known: UploadRef | null, tools: UploadTools): Promise<UploadRef>;
  /** Only reads, so it may be asked as often as we like. Throws PublishFailed for limits and dead tokens. */
  look(upload: UploadRef, words: PostWords, session: Session, signal: AbortSignal): Promise<Sighting>;
  /** Makes the post public. Never repeated without a look, and never blindly retried. Throws PublishFailed. */
  release(upload: UploadRef, words: PostWords, session: Session, signal: AbortSignal): Promise<void>;
}

export type MetricReading = { readonly views: number; readonly likes: number; readonly comments: number; readonly shares: number };

/** Platforms whose numbers can be read. */
export interface MetricsReader {
  /** Throws PublishFailed. */
  readMetrics(remoteId: string, session: Session, signal: AbortSignal): Promise<MetricReading>;
}
