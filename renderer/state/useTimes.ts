import { formatInstant } from '../words/formatInstant.ts';
import { useNow } from './useNow.ts';
import { useZone } from './useZone.ts';

/** How to write an instant for the creator: in their zone, by name of the day where it is near. */
export function useTimes(): (instant: string) => string {
  const zone = useZone();
  const now = useNow();
  return (instant) => formatInstant(instant, { zone, now });
}
