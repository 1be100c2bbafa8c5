import { createHash, type Hash } from 'node:crypto';

/** What Google keeps of an interrupted upload ends on this border. */
export const BORDER = 262_144;

/** The bytes of one film as they arrive: counted and hashed, never kept. */
export class FilmReceiver {
  held = 0;
  #hash: Hash = createHash('sha256');

  /**
   * Takes what arrives, at most `most` bytes of it. A stream that breaks off loses what lies beyond the last border.
   * `skip` bytes are held already. Answers whether the stream came to its end.
   */
  async take(stream: AsyncIterable<Buffer>, { skip, most }: { skip: number; most: number }): Promise<boolean> {
    let toSkip = skip;
    let room = most;
    let safe = { held: this.held, hash: this.#hash.copy() };
    try {
      for await (const part of stream) {
        let rest = part.subarray(Math.min(toSkip, part.length));
        toSkip -= part.length - rest.length;
        rest = rest.subarray(0, Math.max(0, room));
        room -= rest.length;
        while (rest.length > 0) {
          const untilBorder = BORDER - (this.held % BORDER);
          const piece = rest.subarray(0, untilBorder);
          this.#hash.update(piece);
          this.held += piece.length;
          if (this.held % BORDER === 0) safe = { held: this.held, hash: this.#hash.copy() };
          rest = rest.subarray(piece.length);
        }
      }
      return true;
    } catch {
      this.held = safe.held; // the connection broke: what a real platform keeps then
      this.#hash = safe.hash;
      return false;
    }
  }

  hash(): string {
    return this.#hash.copy().digest('hex');
  }
}
