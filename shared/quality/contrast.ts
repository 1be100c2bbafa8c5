/** Red, green and blue, 0–255. */
export type Rgb = readonly [number, number, number];

/** Reads #rrggbb or #rrggbbaa; without the last pair it is opaque. */
export function parseColour(colour: string): { readonly rgb: Rgb; readonly alpha: number } {
  const part = (index: number): number => Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16);
  return { rgb: [part(0), part(1), part(2)], alpha: colour.length > 7 ? part(3) / 255 : 1 };
}

/** Relative luminance, 0–1 (WCAG 2.2, sRGB). */
export function luminanceOf(colour: Rgb | { readonly rgb: Rgb }): number {
  const [red, green, blue] = 'rgb' in colour ? colour.rgb : colour;
  const linear = (value: number): number => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Contrast ratio of two luminances, 1 to 21 (WCAG 2.2). */
export function contrastOf(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** A colour as it looks laid over a pixel. */
export function mixOver({ rgb, alpha }: { readonly rgb: Rgb; readonly alpha: number }, under: Rgb): Rgb {
  const mix = (over: number, below: number): number => over * alpha + below * (1 - alpha);
  return [mix(rgb[0], under[0]), mix(rgb[1], under[1]), mix(rgb[2], under[2])];
}
