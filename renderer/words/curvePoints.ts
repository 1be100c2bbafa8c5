type Sample = { readonly at: string; readonly value: number };
type Size = { readonly width: number; readonly height: number };

/** Points of a line through samples over time: the first at the left, the largest value at the top. */
export function curvePoints(samples: readonly Sample[], { width, height }: Size): { x: number; y: number }[] {
  const times = samples.map(({ at }) => new Date(at).getTime());
  const from = Math.min(...times);
  const span = Math.max(...times) - from;
  const top = Math.max(1, ...samples.map(({ value }) => value));
  return samples.map(({ value }, index) => ({
    x: span === 0 ? width : (((times[index] ?? from) - from) / span) * width,
    y: height - (value / top) * height,
  }));
}
