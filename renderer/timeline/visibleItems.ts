import { frameAtX, type TimelineView } from './view.ts';

type Item = { readonly start: number; readonly length: number };

/** The items (in order of start, not overlapping) that a view shows. Found by halving: 20,000 clips cost as little as 20. */
export function visibleItems<Kind extends Item>(items: readonly Kind[], view: TimelineView): readonly Kind[] {
  const from = view.scroll;
  const to = frameAtX(view.width, view);
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && item.start + item.length <= from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < items.length && (items[end]?.start ?? to) < to) end += 1;
  return items.slice(low, end);
}
