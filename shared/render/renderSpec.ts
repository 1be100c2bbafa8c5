import type { Format } from '../timeline/document.ts';

/** A picture size and rate, and whether it is for the platform or for the eye at the desk. */
export type RenderSpec = {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly purpose: 'final' | 'preview';
};

const PREVIEW_SHORT_SIDE = 360;
const PREVIEW_MAX_FPS = 30;

export function finalSpec({ width, height, fps }: Format): RenderSpec {
  return { width, height, fps, purpose: 'final' };
}

/** The same picture with a short side of 360 and at most 30 frames a second. */
export function previewSpec({ width, height, fps }: Format): RenderSpec {
  const scale = Math.min(1, PREVIEW_SHORT_SIDE / Math.min(width, height));
  const even = (side: number): number => Math.max(2, Math.round((side * scale) / 2) * 2);
  return { width: even(width), height: even(height), fps: Math.min(fps, PREVIEW_MAX_FPS), purpose: 'preview' };
}
