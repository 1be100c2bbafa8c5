import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const MINUTE_MS = 60_000;

/** The present, as fine as “today” and “tomorrow” need it. */
const clock = createStore<{ now: Date }>()(() => ({ now: new Date() }));
setInterval(() => clock.setState({ now: new Date() }), MINUTE_MS);

/** The present moment, renewed every minute. */
export const useNow = (): Date => useStore(clock, (state) => state.now);
