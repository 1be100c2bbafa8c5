/**
 * The caption whose turn it is, `turn` counting from 0; the one after it when it says the same as the `last` one (null:
 * there was none), since platforms take the same words twice in a row for spam. Null when all of them say the same.
 */
export function chooseCaption(captions: readonly string[], turn: number, last: string | null): string | null {
  const inTurn = captions.map((_, index) => captions[(turn + index) % captions.length] ?? '');
  return inTurn.find((caption) => last === null || caption.trim() !== last.trim()) ?? null;
}
