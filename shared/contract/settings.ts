import { z } from 'zod';
import { Format, CaptionLook } from '../timeline/document.ts';
import { failsWith, Nothing, procedure } from './base.ts';

export const Settings = z.object({
  /** IANA zone in which times are shown and slots are kept; null follows the computer. */
  zone: z.string().nullable(),
  colourScheme: z.enum(['dark', 'light', 'auto']),
  /** Largest total size of cached render chunks and previews, bytes. */
  cacheBytes: z.int().min(100_000_000).max(1_000_000_000_000),
  /** Parallel FFmpeg processes; null chooses by the computer's cores. */
  renderProcesses: z.int().min(1).max(32).nullable(),
  whisperCli: z.object({ binary: z.string(), model: z.string() }).nullable(),
  defaultStyle: z.string(),
  defaultFormat: z.string(),
  /** What happens to a post whose time passed while the computer slept. */
  missedPosts: z.enum(['run-late', 'skip', 'ask']),
  /** Longest delay, in minutes, at which a missed post still goes out by itself. */
  missedWithinMinutes: z.int().min(1).max(10_080),
  notifications: z.boolean(),
  keepInTray: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

/** Credentials by name. Only the names ever come back. */
export const KeyName = z.enum(['openai', 'anthropic', 'tiktok', 'youtube', 'instagram', 'x', 'tikhub', 'pexels']);
export type KeyName = z.infer<typeof KeyName>;

export const Check = z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), cure: z.string() });
export type Check = z.infer<typeof Check>;

export const settings = {
  get: procedure.route({ method: 'GET', path: '/settings' }).output(Settings),
  set: procedure.route({ method: 'PATCH', path: '/settings' }).input(Settings.partial()).output(Settings).errors(failsWith('BAD_INPUT')),
};

export const keys = {
  list: procedure
    .route({ method: 'GET', path: '/keys' })
    .output(z.object({ store: z.string(), ready: z.boolean(), why: z.string().nullable(), names: z.array(KeyName) })),
  set: procedure
    .route({ method: 'PUT', path: '/keys/{name}' })
    .input(z.object({ name: KeyName, value: z.record(z.string(), z.string()) }))
    .output(Nothing)
    .errors(failsWith('BAD_INPUT', 'SECRETS_LOCKED')),
  remove: procedure
    .route({ method: 'DELETE', path: '/keys/{name}' })
    .input(z.object({ name: KeyName }))
    .output(Nothing)
    .errors(failsWith('SECRETS_LOCKED')),
};

export const system = {
  /** Who and where this studio is, and the data the window draws from. */
  info: procedure.route({ method: 'GET', path: '/info' }).output(
    z.object({
      version: z.string(),
      home: z.string(),
      zone: z.string(),
      now: z.string(),
      /** desktop can open folders and dialogs; browser cannot. */
      host: z.enum(['desktop', 'browser', 'cli']),
      formats: z.array(z.object({ ...Format.shape, label: z.string(), platforms: z.array(z.string()) })),
      styles: z.array(CaptionLook),
      fonts: z.array(z.string()),
      platforms: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          captionMax: z.int(),
          safeArea: z.object({ top: z.number(), right: z.number(), bottom: z.number(), left: z.number() }),
        }),
      ),
      /** Messages from the start, for example "restored from the backup of …". */
      notices: z.array(z.string()),
    }),
  ),
  doctor: procedure.route({ method: 'GET', path: '/doctor' }).output(z.object({ ok: z.boolean(), checks: z.array(Check) })),
  /** Imports the sample recording that comes with the app. */
  sample: procedure
    .route({ method: 'POST', path: '/sample' })
    .input(Nothing.optional())
    .output(z.object({ assetId: z.string() }))
    .errors(failsWith('NOT_FOUND', 'FFMPEG_MISSING', 'DISK_FULL', 'FOLDER_READ_ONLY')),
  backupNow: procedure
    .route({ method: 'POST', path: '/backup' })
    .input(Nothing.optional())
    .output(z.object({ path: z.string() }))
    .errors(failsWith('DISK_FULL', 'FOLDER_READ_ONLY')),
};
