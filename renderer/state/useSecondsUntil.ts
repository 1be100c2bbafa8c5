import { useEffect, useState } from 'react';

const secondsUntil = (instant: string): number => Math.max(0, Math.round((new Date(instant).getTime() - Date.now()) / 1_000));

/** Whole seconds until an instant, counted down before one's eyes; 0 once it has passed. */
export function useSecondsUntil(instant: string): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(instant));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(instant)), 1_000);
    return () => clearInterval(timer);
  }, [instant]);
  return seconds;
}
