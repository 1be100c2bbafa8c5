import type { Asset } from '../../shared/contract/assets.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { ChangeBus } from '../changes.ts';
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import type { Jobs } from '../jobs/types.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';

export type AssetLibraryNeeds = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  /** `asset.prepare` and `asset.transcribe` are registered here, so create the library before the queue starts. */
  readonly jobs: Pick<Jobs, 'handle' | 'add'>;
  readonly changes: ChangeBus;
  /** Hears of faults in following the queue. */
  report(error: unknown): void;
  now(): Date;
  readonly home: string;
  /** Throws FFMPEG_MISSING with the cure. */
  ffmpeg(): Promise<Pick<Ffmpeg, 'path'>>;
  newId(): string;
  /** Titles of the projects that use an asset; with one or more, the asset is not taken off the shelf. */
  usedBy(assetId: string): readonly string[];
  settings(): Pick<Settings, 'whisperCli'>;
  openAi: {
    /** null when none is stored. May throw SECRETS_LOCKED. */
    key(): Promise<{ readonly apiKey: string; readonly baseUrl?: string | undefined } | null>;
    /** Where the API is, when the key does not say, for example from TIDEREEL_ENDPOINTS. */
    readonly baseUrl: string;
  };
  /** US dollars for one minute of listening, from resources/pricing.json. */
  readonly usdPerMinute: number;
};

/** What a renderer needs to know of one recording, and a little for people. */
export type MediaSource = SourceInfo & {
  /** Average frames per second; null without moving picture. */
  readonly fps: number | null;
  readonly variableRate: boolean;
  readonly audioTracks: number;
  /** Clockwise degrees FFmpeg applies by itself when it decodes. */
  readonly rotation: number;
};

export type AssetLibrary = {
  readonly service: Service<'assets'>;
  /** What the renderer needs. @throws Failure NOT_FOUND, MEDIA_MISSING when the file is gone, BUSY while it is being prepared. */
  readonly sourceInfo: (assetId: string) => MediaSource;
  /** The known asset of a path `asset/<id>/poster|proxy|original`; null for everything else. */
  resolveMedia(path: string): { readonly file: string; readonly type: string } | null;
  readonly importPath: (path: string, signal?: AbortSignal) => Promise<{ asset: Asset; known: boolean }>;
  /** Call when the queue is closed, before the store is. */
  close(): Promise<void>;
};
