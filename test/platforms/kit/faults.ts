import type { Reply } from './openSimulator.ts';

export type Fault =
  /** The connection dies before the question is looked at. */
  | { kind: 'reset-before' }
  /** The connection dies while the body arrives. */
  | { kind: 'reset-during'; afterBytes?: number }
  /** It is done, and the connection dies before the answer. */
  | { kind: 'lost-answer' }
  /** This answer instead of the platform's own; nothing is done. */
  | { kind: 'answer'; reply: Reply }
  /** Half of the real answer, then rubbish. */
  | { kind: 'malformed' }
  | { kind: 'slow'; ms?: number };

/** Which calls get which trouble: first what was ordered for a call by name, then what chance brings. */
export class FaultPlan {
  readonly #ordered: { route: string; fault: Fault; left: number; skip: number }[] = [];
  /** Called for every question that nothing was ordered for. */
  chance: (route: string) => Fault | null = () => null;

  /** `times` calls of the route get the fault, after `skip` that do not. */
  order(route: string, fault: Fault, { times = 1, skip = 0 }: { times?: number; skip?: number } = {}): void {
    this.#ordered.push({ route, fault, left: times, skip });
  }

  clear(): void {
    this.#ordered.length = 0;
    this.chance = () => null;
  }

  take(route: string): Fault | null {
    const order = this.#ordered.find((one) => one.route === route && one.left > 0);
    if (order === undefined) return this.chance(route);
    if (order.skip > 0) {
      order.skip -= 1;
      return null;
    }
    order.left -= 1;
    return order.fault;
  }
}
