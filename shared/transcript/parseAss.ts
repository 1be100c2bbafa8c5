import { countOf, type Cue, type Cues } from './cue.ts';
import { parseTime } from './parseTime.ts';
import { stripMarkup } from './stripMarkup.ts';

const STANDARD = ['marked', 'start', 'end', 'style', 'name', 'marginl', 'marginr', 'marginv', 'effect', 'text'];

/** Reads the events of an ASS or SSA file, in the column order its Format line gives. Drawings are left out. */
export function parseAss(lines: readonly string[]): Cues {
  const cues: Cue[] = [];
  const unreadable: number[] = [];
  let columns = STANDARD;
  let section = '';
  lines.forEach((line, index) => {
    if (line.startsWith('[')) section = line.trim().toLowerCase();
    if (section !== '[events]') return;
    const [, kind, rest = ''] = /^\s*(Format|Dialogue)\s*:\s*(.*)$/i.exec(line) ?? [];
    if (kind === undefined) return;
    if (kind.toLowerCase() === 'format') {
      columns = rest.split(',').map((name) => name.trim().toLowerCase().replace('actor', 'name'));
      return;
    }
    const fields = rest.split(',');
    const at = (name: string): string => fields[columns.indexOf(name)] ?? '';
    const start = parseTime(at('start'));
    const end = parseTime(at('end'));
    if (start === null || end === null) {
      unreadable.push(index + 1);
      return;
    }
    const raw = fields.slice(columns.length - 1).join(','); // the text is last and may hold commas
    if (/\{[^}]*\\p[1-9]/.test(raw)) return;
    const text = stripMarkup(raw.replace(/\\[Nnh]/g, ' '));
    const speaker = stripMarkup(at('name'));
    if (text !== '') cues.push({ line: index + 1, start, end, text, ...(speaker === '' ? {} : { speaker }) });
  });
  const notes = unreadable.length
    ? [`Left out ${countOf(unreadable.length, 'line')} whose times cannot be read (first in line ${unreadable[0]}).`]
    : [];
  return { cues, notes };
}
