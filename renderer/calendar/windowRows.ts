type Viewport = { readonly top: number; readonly height: number; readonly rowHeight: number; readonly count: number };

/** Rows drawn beyond each edge, so that a quick scroll shows no gap. */
const SPARE = 12;

/** Which rows of a long list to draw: from `first` up to, not including, `end`. */
export function windowRows({ top, height, rowHeight, count }: Viewport): { first: number; end: number } {
  const first = Math.max(0, Math.min(count, Math.floor(top / rowHeight) - SPARE));
  return { first, end: Math.min(count, Math.ceil((top + height) / rowHeight) + SPARE) };
}
