/**
 * Why a feed cannot be read, in plain words. `notBefore`: the server asked for that much patience. `gone`: it says that the
 * feed will never come back.
 */
export class FeedTrouble extends Error {
  override readonly name = 'FeedTrouble';
  readonly notBefore: Date | null;
  readonly gone: boolean;
  constructor(
    message: string,
    { notBefore = null, gone = false, cause }: { notBefore?: Date | null; gone?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.notBefore = notBefore;
    this.gone = gone;
  }
}
