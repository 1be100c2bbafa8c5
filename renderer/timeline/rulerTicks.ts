import { formatSeconds } from '../words/formatSeconds.ts';
import type { TimelineView } from './view.ts';

export type Tick = { readonly frame: number; readonly label: string | null };

const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
const LABEL_PX = 78;
const TICK_PX = 9;

/** The marks of the ruler in a view: labels never touch, and small marks divide the space between them. */
export function rulerTicks(view: TimelineView, fps: number): Tick[] {
  const pxPerSecond = view.pxPerFrame * fps;
  const tenth = pxPerSecond / 2 >= LABEL_PX;
  const labelSeconds = tenth ? 0.5 : (SECONDS.find((seconds) => seconds * pxPerSecond >= LABEL_PX) ?? 7200);
  const parts = [10, 5, 2, 1].find((count) => (labelSeconds * pxPerSecond) / count >= TICK_PX) ?? 1;
  const step = labelSeconds / parts;
  const first = Math.floor(view.scroll / fps / step);
  const last = Math.ceil((view.scroll + view.width / view.pxPerFrame) / fps / step);
  return Array.from({ length: last - first + 1 }, (_, offset) => {
    const index = first + offset;
    const label = index % parts === 0 ? formatSeconds(index * step, { tenths: tenth }) : null;
    return { frame: index * step * fps, label };
  });
}
