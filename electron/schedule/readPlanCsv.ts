import Papa from 'papaparse';
import { emptyCells, noteUnknown, planColumns, type PlanCells, type PlanRow, type PlanText } from './planFile.ts';
import { openCell } from './safeCell.ts';

/** The sign between the cells of the heading that stands there most often. */
function findDelimiter(text: string): string {
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const signs = [',', ';', '\t'].map((sign) => ({ sign, count: heading.split(sign).length }));
  return signs.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

const QUOTES = 'A quotation mark in this row is not closed, or stands where it may not. Quotes inside of a cell are written twice.';

/** Reads CSV as spreadsheets write it: with commas, semicolons or tabs, any line end, and a byte order mark or none. */
export function readPlanCsv(given: string): PlanText {
  const text = given.replace(/^\uFEFF/, '');
  const rows: PlanRow[] = [];
  let names: string[] | undefined;
  let line = 1;
  let read = 0; // characters before the row at hand
  Papa.parse<string[]>(text, {
    delimiter: findDelimiter(text),
    step: ({ data, errors, meta }) => {
      const at = line;
      line += text.slice(read, meta.cursor).split(/\r\n|\r|\n/).length - 1;
      read = meta.cursor;
      if (data.every((cell) => cell.trim() === '')) return;
      if (names === undefined) {
        names = data.map((name) => name.trim().toLowerCase());
        return;
      }
      rows.push(rowOf(at, names, data, errors.length > 0));
    },
  });
  return { rows, notes: noteUnknown(names ?? []) };
}

function rowOf(line: number, names: readonly string[], data: readonly string[], broken: boolean): PlanRow {
  const cells: Record<keyof PlanCells, string> = { ...emptyCells };
  for (const column of planColumns) cells[column] = openCell(data[names.indexOf(column)] ?? '');
  const surplus = data.slice(names.length).some((cell) => cell.trim() !== '');
  const problem = broken
    ? QUOTES
    : surplus
      ? 'This row has more cells than the heading. A cell with the separator in it goes in quotes.'
      : null;
  return { line, cells, problem };
}
