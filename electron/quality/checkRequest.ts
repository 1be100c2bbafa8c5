/* Words: a check decodes a finished file once and says what a viewer or a platform would hold against it. */
import type { Ffmpeg } from '../ffmpeg/findFfmpeg.ts';
import type { CaptionLook } from '../../shared/timeline/document.ts';
import type { CaptionBox } from '../../shared/quality/captionBox.ts';
import type { PlatformRules } from '../../shared/quality/platformRules.ts';

export type CheckRequest = {
  readonly ffmpeg: Pick<Ffmpeg, 'path'>;
  readonly signal: AbortSignal;
  /** Rules of every platform worth naming: see readPlatformRules. */
  readonly platforms: readonly PlatformRules[];
  /**
   * Names of the platforms the file was made for: breaking their rules is a problem. Absent for a file of unknown
   * purpose: what a platform refuses is then a note, and a problem only when no platform takes the file.
   */
  readonly madeFor?: readonly string[];
  /** Where captions stand in the picture, when that is known. Without it nothing is said about captions. */
  readonly captions?: { readonly lines: readonly CaptionBox[]; readonly look: CaptionLook };
  /** What the file was meant to be. */
  readonly expected?: {
    readonly width: number;
    readonly height: number;
    readonly fps: number;
    readonly frames: number;
    /** Integrated loudness in LUFS; -14 when absent. */
    readonly loudness?: number;
    /** The project shows still images: a picture that does not move is then only a note. */
    readonly stills?: boolean;
    /** The project has nothing to hear: a missing or silent sound track is then only a note. */
    readonly silent?: boolean;
  };
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
};
