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
    let beyondBorder: Buffer[] = []; // not hashed before it is certain that it stays
    let held = this.held;
    const keep = (): void => {
      for (const part of beyondBorder) this.#hash.update(part);
      beyondBorder = [];
      this.held = held;
    };
    try {
      for await (const part of stream) {
        let rest = part.subarray(Math.min(toSkip, part.length));
        toSkip -= part.length - rest.length;
        rest = rest.subarray(0, Math.max(0, room));
        room -= rest.length;
        const upToBorder = rest.length - ((held + rest.length) % BORDER);
        held += rest.length;
        if (upToBorder <= 0) {
          beyondBorder.push(rest);
          continue;
        }
        const after = rest.subarray(upToBorder);
        held -= after.length;
        beyondBorder.push(rest.subarray(0, upToBorder));
        keep();
        held += after.length;
        if (after.length > 0) beyondBorder.push(after);
      }
      keep();
      return true;
    } catch {
      return false; // the connection broke: what a real platform keeps then ends on the last border
    }
  }

  hash(): string {
    return this.#hash.copy().digest('hex');
  }
}
