import { z } from 'zod';
import { AssetRef, Id, Word } from '../timeline/document.ts';
import { failsWith, Instant, procedure } from './base.ts';
import { Job } from './jobs.ts';

/** A media file the studio knows. The file itself stays where it is and is never written to. */
export const Asset = z.object({
  ...AssetRef.shape,
  path: z.string(),
  /** false when the file is no longer at `path`. */
  present: z.boolean(),
  /** Codec names, frame rate and the like, for people. */
  details: z.object({
    container: z.string(),
    videoCodec: z.string().nullable(),
    audioCodec: z.string().nullable(),
    /** Frames per second on average; null without moving picture. */
    fps: z.number().nullable(),
    variableRate: z.boolean(),
    /** Clockwise degrees that were applied to stand the picture upright. */
    rotation: z.number(),
    hdr: z.boolean(),
    audioTracks: z.int(),
  }),
  /** Import ends as ready; broken says why in `problem`. */
  state: z.enum(['importing', 'ready', 'broken']),
  problem: z.string().nullable(),
  /** Things the creator may want to know ("only the first 6 of 10 seconds can be read"). */
  notes: z.array(z.string()),
  hasPoster: z.boolean(),
  hasWaveform: z.boolean(),
  hasProxy: z.boolean(),
  transcript: z.object({
    state: z.enum(['none', 'working', 'ready', 'failed']),
    words: z.int(),
    source: z.string().nullable(),
    problem: z.string().nullable(),
  }),
  importedAt: Instant,
});
export type Asset = z.infer<typeof Asset>;

/** Sound over time for drawing and for judging: one value per 10 ms. */
export const Waveform = z.object({
  /** Values per second. */
  rate: z.int(),
  /** Loudest sample of each step, 0–255. */
  peaks: z.array(z.int().min(0).max(255)),
  /** Level of each step in dBFS, -100 to 0, rounded. */
  levels: z.array(z.int().min(-100).max(0)),
});
export type Waveform = z.infer<typeof Waveform>;

export const TranscriptEngine = z.enum(['openai', 'whisper-cli']);

const one = z.object({ assetId: Id });

export const assets = {
  list: procedure.route({ method: 'GET', path: '/assets' }).output(z.array(Asset)),
  get: procedure.route({ method: 'GET', path: '/assets/{assetId}' }).input(one).output(Asset).errors(failsWith('NOT_FOUND')),
  /**
   * Imports files by path. A file already known by its content gives the same asset again. Answers as soon as the
   * probe is done; poster, waveform and proxy follow as jobs.
   */
  import: procedure
    .route({ method: 'POST', path: '/assets' })
    .input(z.object({ path: z.string().min(1) }))
    .output(z.object({ asset: Asset, known: z.boolean() }))
    .errors(failsWith('NOT_FOUND', 'MEDIA_EMPTY', 'MEDIA_BROKEN', 'MEDIA_UNSUPPORTED', 'DISK_FULL', 'FOLDER_READ_ONLY', 'FFMPEG_MISSING')),
  waveform: procedure
    .route({ method: 'GET', path: '/assets/{assetId}/waveform' })
    .input(one)
    .output(Waveform)
    .errors(failsWith('NOT_FOUND')),
  words: procedure
    .route({ method: 'GET', path: '/assets/{assetId}/words' })
    .input(one)
    .output(z.array(Word))
    .errors(failsWith('NOT_FOUND')),
  /** Reads words from a subtitle or transcript file (SRT, VTT, ASS, JSON). Give a path or the text itself. */
  attachTranscript: procedure
    .route({ method: 'POST', path: '/assets/{assetId}/transcript' })
    .input(z.object({ assetId: Id, path: z.string().optional(), name: z.string().optional(), text: z.string().max(50_000_000).optional() }))
    .output(z.object({ words: z.int(), notes: z.array(z.string()) }))
    .errors(failsWith('NOT_FOUND', 'TRANSCRIPT_BROKEN')),
  /** Listens to the recording. `openai` costs money: `transcriptionPrice` says how much beforehand. */
  transcribe: procedure
    .route({ method: 'POST', path: '/assets/{assetId}/transcribe' })
    .input(z.object({ assetId: Id, engine: TranscriptEngine, language: z.string().max(10).optional() }))
    .output(Job)
    .errors(failsWith('NOT_FOUND', 'KEY_MISSING', 'SECRETS_LOCKED', 'MEDIA_UNSUPPORTED', 'REFUSED')),
  /** Engines that can be used now, and what each would cost for this asset, in US dollars. */
  transcriptionOptions: procedure
    .route({ method: 'GET', path: '/assets/{assetId}/transcription-options' })
    .input(one)
    .output(z.array(z.object({ engine: TranscriptEngine, ready: z.boolean(), costUsd: z.number(), why: z.string().nullable() })))
    .errors(failsWith('NOT_FOUND')),
  /** Says where a missing file is now. Its content must be the same. */
  relink: procedure
    .route({ method: 'POST', path: '/assets/{assetId}/relink' })
    .input(z.object({ assetId: Id, path: z.string().min(1) }))
    .output(Asset)
    .errors(failsWith('NOT_FOUND', 'MEDIA_CHANGED')),
  /** Takes the asset off the shelf; the original file is not touched. `restore` undoes it. Refused while a project uses it. */
  remove: procedure
    .route({ method: 'DELETE', path: '/assets/{assetId}' })
    .input(one)
    .output(Asset)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  restore: procedure.route({ method: 'POST', path: '/assets/{assetId}/restore' }).input(one).output(Asset).errors(failsWith('NOT_FOUND')),
};
