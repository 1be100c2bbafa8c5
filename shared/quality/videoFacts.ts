/* Words: facts are what was measured in a file; a finding is what a judge says about them; points are what it costs. */

/** Seconds in the video. */
export type Span = { readonly start: number; readonly end: number };

/** Everything the judges look at. Sizes are upright pixels, times are seconds. */
export type VideoFacts = {
  readonly bytes: number;
  /** As FFmpeg names it, for example "mov,mp4,m4a,3gp,3g2,mj2". */
  readonly container: string;
  readonly width: number;
  readonly height: number;
  readonly squarePixels: boolean;
  readonly rotated: boolean;
  readonly hdr: boolean;
  readonly videoCodec: string;
  readonly profile: string | null;
  readonly pixelFormat: string;
  /** Frames that could be decoded. */
  readonly frames: number;
  readonly seconds: number;
  /** From the distance between frames that is most common. */
  readonly fps: number;
  /** Share of frames that do not come at that distance, 0–1. */
  readonly unevenFrames: number;
  /** Places at which the decoder complained. */
  readonly decodeErrors: number;
  /** null for files that are not MP4 or MOV. */
  readonly mp4: { readonly indexFirst: boolean; readonly editList: boolean } | null;
  readonly black: readonly Span[];
  readonly frozen: readonly Span[];
  /** Brightness of the first frame: mean and distance between its dark and bright tenth, 0–255; colour spread likewise. */
  readonly firstFrame: { readonly mean: number; readonly spread: number };
  /** null without a sound track. Loudness is -70 or less when nothing is heard. */
  readonly sound: SoundFacts | null;
};

export type SoundFacts = {
  readonly codec: string;
  readonly tracks: number;
  readonly loudness: number;
  /** dBTP. */
  readonly truePeak: number;
  /** Highest decoded sample in dBFS; above 0 it is cut off wherever it is played. */
  readonly samplePeak: number;
  readonly silences: readonly Span[];
};

/** What the file was meant to be; see CheckRequest. */
export type Expected = {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frames: number;
  readonly loudness?: number;
  readonly stills?: boolean;
  readonly silent?: boolean;
};
