import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { formatInstant } from '../words/formatInstant.ts';
import { useZone } from './useZone.ts';

const MINUTE_MS = 60_000;

/** The present, as fine as “today” and “tomorrow” need it. */
const clock = createStore<{ now: Date }>()(() => ({ now: new Date() }));
setInterval(() => clock.setState({ now: new Date() }), MINUTE_MS);

/** How to write an instant for the creator: in their zone, by name of the day where it is near. */
export function useTimes(): (instant: string) => string {
  const zone = useZone();
  const now = useStore(clock, (state) => state.now);
  return (instant) => formatInstant(instant, { zone, now });
}
