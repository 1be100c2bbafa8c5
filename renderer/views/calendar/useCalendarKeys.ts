import { useEffect } from 'react';
import { calendar } from '../../state/calendar.ts';

const acts: Readonly<Record<string, () => void>> = {
  m: () => calendar.getState().show({ mode: 'month' }),
  w: () => calendar.getState().show({ mode: 'week' }),
  d: () => calendar.getState().show({ mode: 'day' }),
  l: () => calendar.getState().show({ mode: 'list' }),
  t: () => calendar.getState().today(),
  ArrowLeft: () => calendar.getState().step(-1),
  ArrowRight: () => calendar.getState().step(1),
};

/** Where a letter is meant for something else. */
const TYPING =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]';
/** Where an arrow is. */
const STEPPING = `${TYPING}, input, [role="tab"]`;

/** M, W, D, L choose how time is shown, T goes to today, the arrows go back and on. */
export function useCalendarKeys(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent): void => {
      const act = acts[event.key];
      if (act === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(event.key.startsWith('Arrow') ? STEPPING : TYPING) != null) return;
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [on]);
}
