import { useStore } from 'zustand';
import { library } from '../../state/library.ts';
import classes from './studio.module.css';

const percent = (share: number): string => `${share * 100}%`;

/** Shades what a platform's own buttons and texts lie on. */
export function SafeGuide({ platform }: { platform: string }) {
  const area = useStore(library, (state) => state.info?.platforms.find(({ name }) => name === platform)?.safeArea);
  if (area === undefined) return null;
  const { top, right, bottom, left } = area;
  const middle = { top: percent(top), bottom: percent(bottom) };
  return (
    <div className={classes.guide} aria-hidden>
      <div className={classes.shade} style={{ top: 0, left: 0, right: 0, height: percent(top) }} />
      <div className={classes.shade} style={{ bottom: 0, left: 0, right: 0, height: percent(bottom) }} />
      <div className={classes.shade} style={{ ...middle, left: 0, width: percent(left) }} />
      <div className={classes.shade} style={{ ...middle, right: 0, width: percent(right) }} />
      <div className={classes.safe} style={{ ...middle, left: percent(left), right: percent(right) }} />
    </div>
  );
}
