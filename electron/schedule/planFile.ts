/*
Words: a plan file is a table of posts to be, as CSV or JSON. Its columns are `planColumns`; a row is one post. `at` is an
instant with its zone, or "YYYY-MM-DD HH:mm" by the clocks of the channel's plan; empty asks for the next free slot, "draft"
for no time. Without a film it is a draft.
*/

export const planColumns = ['channel', 'at', 'film', 'title', 'caption', 'options'] as const;
type PlanColumn = (typeof planColumns)[number];
export type PlanCells = { readonly [Column in PlanColumn]: string };

/** A row as it was read: the line it begins in, counted from 1, and what is wrong with it as text. */
export type PlanRow = { readonly line: number; readonly cells: PlanCells; readonly problem: string | null };

/** What a file holds. `notes` are about the file as a whole, for example columns that are not known. */
export type PlanText = { readonly rows: readonly PlanRow[]; readonly notes: readonly string[] };

export const emptyCells: PlanCells = { channel: '', at: '', film: '', title: '', caption: '', options: '' };

/** The note about columns nobody knows; none when there are none. */
export function noteUnknown(names: readonly string[]): string[] {
  const unknown = [...new Set(names)].filter((name) => name !== '' && !planColumns.some((column) => column === name));
  if (unknown.length === 0) return [];
  const [one, are] = unknown.length === 1 ? ['This column is', 'was'] : ['These columns are', 'were'];
  return [`${one} not known and ${are} left out: ${unknown.map((name) => `“${name.slice(0, 60)}”`).join(', ')}.`];
}
