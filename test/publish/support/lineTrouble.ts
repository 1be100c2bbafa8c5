import type { FaultPlan } from '../../platforms/kit/faults.ts';

const busy = { status: 429, body: { error: { code: 'rate_limit_exceeded', message: 'slow down', log_id: '1' } } };
const down = { status: 503, body: 'down for maintenance' };

/** What happens to the questions in turn; each number is one question, and after the last one all goes well. */
export function troubleOnTheLine(faults: FaultPlan | null, dice: readonly number[]): void {
  if (faults === null) return;
  const script = [...dice];
  faults.chance = () => {
    switch (script.shift()) {
      case 0:
        return { kind: 'reset-before' };
      case 1:
        return { kind: 'reset-during', afterBytes: 1_000 };
      case 2:
        return { kind: 'lost-answer' };
      case 3:
        return { kind: 'malformed' };
      case 4:
        return { kind: 'answer', reply: busy };
      case 5:
        return { kind: 'answer', reply: down };
      default:
        return null;
    }
  };
}
