/* Words: a failure is an outcome we foresaw. It has a code a program can read and a sentence a person can act on. */

/** Every foreseen failure and the HTTP status it has at the doors. A new one is added here first. */
export const failureStatus = {
  NOT_FOUND: 404,
  BAD_INPUT: 400,
  CONFLICT: 409,
  REFUSED: 403,
  BUSY: 423,
  MEDIA_EMPTY: 422,
  MEDIA_BROKEN: 422,
  MEDIA_UNSUPPORTED: 422,
  MEDIA_MISSING: 422,
  MEDIA_CHANGED: 409,
  TRANSCRIPT_BROKEN: 422,
  PROJECT_NEWER: 422,
  PROJECT_BROKEN: 422,
  NOTHING_TO_RENDER: 422,
  FFMPEG_MISSING: 503,
  FFMPEG_FAILED: 500,
  DISK_FULL: 507,
  FOLDER_READ_ONLY: 507,
  KEY_MISSING: 412,
  SECRETS_LOCKED: 412,
  NOT_APPROVED: 409,
  CANCELLED: 499,
  HOME_IN_USE: 409,
  DATABASE_BROKEN: 500,
  DATABASE_NEWER: 409,
  PROVIDER_FAILED: 502,
} as const satisfies Record<string, number>;

export type FailureCode = keyof typeof failureStatus;

/**
 * A foreseen failure. `message` says what happened and what was kept, in plain words;
 * `hint` says what to do. The doors pass both on unchanged; anything else that is thrown is a bug.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly hint: string;
  constructor(code: FailureCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
