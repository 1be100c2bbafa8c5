/** Every fact of YouTube that is not verified, or that differs by account, as it is unless a test says otherwise. */
export const defaultSwitches = {
  /** Authorizes at once, without a page: the account of that name, or nobody's page is skipped. */
  auto: null as string | null,
  /** Unverified projects: off since 2026-11-02; kept: the update is accepted and changes nothing; refused: 403. */
  forcedPrivate: 'off' as 'off' | 'kept' | 'refused',
  /** The consent screen is in test mode: refresh tokens live 7 days. */
  testMode: false,
  /** The token endpoint refuses a desktop client without its secret. */
  needsSecret: true,
  /** How long an upload session lives; the documents do not say. */
  sessionLifeMs: 7 * 86_400_000,
  /** How a session that ended answers. */
  goneStatus: 404 as 404 | 410,
  /** How a finished upload answers. */
  doneStatus: 201 as 200 | 201,
  /** Of each question's bytes, at most so many are kept; null: all. */
  keepsBytes: null as number | null,
  /** Whether bytes need the token too. */
  bytesNeedToken: true,
  processingMs: 0,
  /** What processing comes to; a failureReason or a rejectionReason ends it. */
  failureReason: null as string | null,
  rejectionReason: null as string | null,
  /** The second film with the same bytes on a channel is rejected; few have seen it, and not always. */
  rejectsDuplicates: false,
  /** Visibility that was asked for shows only after this long. */
  showsAfterMs: 0,
  /** A new video is listed by its id only after this long. */
  listsAfterMs: 0,
  /** fileDetails tell the size. */
  tellsSize: true,
  hidesStatistics: false,
  /** Whether the channel's phone number is verified: 'allowed' is. */
  longUploads: 'allowed' as 'allowed' | 'eligible' | 'disallowed' | 'longUploadsUnspecified',
  /** Custom pictures: ok, or 403 forbidden until the channel is verified. */
  thumbnails: 'ok' as 'ok' | 'unverified' | 'busy',
  analyticsLagMs: 48 * 3_600_000,
  /** Accounts of these names have no channel. */
  withoutChannel: [] as readonly string[],
  uploadsPerDay: 100,
  unitsPerDay: 10_000,
  /** The channel's own daily cap. */
  channelUploadsPerDay: 100,
  /** A license that this channel may not use. */
  forbidsCreativeCommons: false,
};
export type YoutubeSwitches = typeof defaultSwitches;
