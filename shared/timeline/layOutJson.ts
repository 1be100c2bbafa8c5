const WIDTH = 140;

/** JSON for people: whatever fits stays on one line, the rest is indented by two spaces. Members that are undefined are left out. */
export function layOutJson(value: unknown, indent = ''): string {
  const flat = writeFlat(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + layOutJson(item, inner)).join(',\n')}\n${indent}]`;
  const members = membersOf(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${layOutJson(member, inner)}`);
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function writeFlat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeFlat).join(', ')}]`;
  const members = membersOf(value).map(([key, member]) => `${JSON.stringify(key)}: ${writeFlat(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

const membersOf = (value: object): [string, unknown][] => Object.entries(value).filter(([, member]) => member !== undefined);
