const MOST_NAMED = 20;

/** Places of members that are in `raw` but not in what was read from it, each kind of place once: "tracks[].clips[].sparkle". */
export function listUnknownFields(raw: unknown, read: unknown): string[] {
  const places = new Set<string>();
  collect(raw, read, { place: '', places });
  return [...places].slice(0, MOST_NAMED);
}

function collect(raw: unknown, read: unknown, { place, places }: { place: string; places: Set<string> }): void {
  if (Array.isArray(raw) && Array.isArray(read)) {
    for (const [index, item] of raw.entries()) collect(item, read[index], { place: `${place}[]`, places });
    return;
  }
  if (!isRecord(raw) || !isRecord(read)) return;
  for (const [key, member] of Object.entries(raw)) {
    const inside = place === '' ? key : `${place}.${key}`;
    if (Object.hasOwn(read, key)) collect(member, read[key], { place: inside, places });
    else places.add(inside.slice(0, 200));
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
