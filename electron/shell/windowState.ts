import { z } from 'zod';

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
export type Bounds = z.infer<typeof Bounds>;

/** Where the window was: its bounds when it is not maximized, and whether it was. */
export const WindowState = z.object({ bounds: Bounds, maximized: z.boolean() });
export type WindowState = z.infer<typeof WindowState>;

export const LEAST = { width: 960, height: 640 };
const FIRST = { width: 1360, height: 860 };
const GRIP = { width: 120, height: 40 }; // so much of the title bar must be in reach

/** What was stored, or null when it is not readable. */
export function parseWindowState(text: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(text));
  } catch {
    return null; // a first start, or a file from elsewhere: the window opens where the system puts it
  }
}

/** Chooses where to open: where it was, if its title bar can be reached on a display that is there now; else centred. */
export function placeWindow(saved: WindowState | null, workAreas: readonly Bounds[]): Partial<Bounds> & { width: number; height: number } {
  const [main] = workAreas;
  const largest = { width: main?.width ?? FIRST.width, height: main?.height ?? FIRST.height };
  if (saved === null) return { width: Math.min(FIRST.width, largest.width), height: Math.min(FIRST.height, largest.height) };
  const { bounds } = saved;
  const inReach = workAreas.some((area) => {
    const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    return across >= GRIP.width && bounds.y >= area.y - 1 && bounds.y + GRIP.height <= area.y + area.height;
  });
  const size = { width: Math.max(LEAST.width, bounds.width), height: Math.max(LEAST.height, bounds.height) };
  if (inReach) return { x: bounds.x, y: bounds.y, ...size };
  return { width: Math.min(size.width, largest.width), height: Math.min(size.height, largest.height) };
}
