/** One caption as it stands in the picture. Times in seconds of the video; edges are shares of its width and height. */
export type CaptionBox = {
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Letter height as a share of the picture's height, after any shrinking that made the words fit. */
  readonly size: number;
};
