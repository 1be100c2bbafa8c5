const BEGINS_FORMULA = /^'*[=+\-@\t\r]/;
const WAS_QUOTED = /^'+[=+\-@\t\r]/;

/**
 * A cell that a spreadsheet does not take for a formula: one that begins like one gets an apostrophe before it (OWASP, "CSV
 * injection"). One more is put before those there are, so that `openCell` finds exactly what was there.
 */
export const safeCell = (text: string): string => (BEGINS_FORMULA.test(text) ? `'${text}` : text);

/** Takes off the apostrophe that `safeCell`, or a spreadsheet, put there. */
export const openCell = (text: string): string => (WAS_QUOTED.test(text) ? text.slice(1) : text);
