import { plainLine } from './plainLine.ts';

export type ShowProgress = {
  /** share 0–1. Shown on standard error: rewritten in place on a terminal, else a line for each tenth. */
  show(title: string, share: number, remainingSeconds: number | null): void;
  /** Ends the line in progress. */
  done(): void;
};

const asTime = (seconds: number): string => {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

export function createShowProgress(out: { write(text: string): unknown; readonly isTTY?: boolean }): ShowProgress {
  let open = false;
  let last = '';
  return {
    show(title, share, remainingSeconds) {
      const left = remainingSeconds === null ? '' : `, about ${asTime(remainingSeconds)} left`;
      const line = `${plainLine(title).replaceAll('\n', ' ')}: ${Math.floor(share * 100)} %${left}`;
      if (out.isTTY === true) {
        out.write(`\r\u001b[K${line.slice(0, 110)}`);
        open = true;
        return;
      }
      const mark = `${title} ${Math.floor(share * 10)}`;
      if (mark !== last) out.write(`${line}\n`);
      last = mark;
    },
    done() {
      if (open) out.write('\r\u001b[K');
      open = false;
    },
  };
}
