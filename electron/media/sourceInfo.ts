/** What a renderer needs to know of one recording. */
export type SourceInfo = {
  /** The file to read: the original, or our own copy of it where only that can be cut to the frame. */
  readonly path: string;
  /** SHA-256 of the original's bytes; shapes every chunk made from it. */
  readonly hash: string;
  readonly kind: 'video' | 'audio' | 'image';
  /** Length that can really be read; 0 for an image. */
  readonly seconds: number;
  /** Upright picture size, rotation and pixel shape applied; 0 without a picture. */
  readonly width: number;
  readonly height: number;
  /** Average frames per second; null without moving picture. */
  readonly fps: number | null;
  readonly variableRate: boolean;
  /** Transfer curve; anything but 'none' has to be tone-mapped. */
  readonly hdr: 'none' | 'pq' | 'hlg';
  readonly hasAudio: boolean;
  readonly audioTracks: number;
  /** Clockwise degrees FFmpeg applies by itself when it decodes (autorotate). */
  readonly rotation: number;
};
