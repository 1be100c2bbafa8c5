/** A plan of two posts to begin with, in the columns the studio reads. `day` is the day of the first, `2026-11-20`. */
export function planTemplate(format: 'csv' | 'json', channelId: string, day: string): string {
  const rows = [
    { channel: channelId, at: `${day} 18:00`, film: '', title: 'My next video', caption: 'What it is about #shorts', options: '' },
    { channel: channelId, at: '', film: '', title: 'The one after', caption: 'An empty time takes the next free slot', options: '' },
  ];
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((cells) => `${cells.join(',')}\n`).join('');
}
