/** Text for a terminal: titles and paths may hold what moves its cursor or changes its colours. */
export const plainLine = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, ' ');
