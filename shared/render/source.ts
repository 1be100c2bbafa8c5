/** What the renderer must know of a media file to read it frame-exactly. `path` is the file to read, not always the original. */
export type SourceInfo = {
  readonly path: string;
  /** SHA-256 of the original's bytes. */
  readonly hash: string;
  readonly kind: 'video' | 'audio' | 'image';
  readonly seconds: number;
  /** Upright display size: rotation and pixel aspect applied. */
  readonly width: number;
  readonly height: number;
  readonly hdr: 'none' | 'pq' | 'hlg';
  /** Colour matrix as tagged in the file; null when it says nothing. */
  readonly matrix: 'bt709' | 'bt601' | null;
  readonly hasAudio: boolean;
};
