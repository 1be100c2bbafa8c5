import type { Reply } from '../kit/openSimulator.ts';

let logs = 0;

/** TikTok's envelope. Numbers written as "@int:7312…" become whole numbers of 64 bits, as TikTok sends them. */
export function okReply(data: object): Reply {
  const text = JSON.stringify({ data, error: { code: 'ok', message: '', log_id: `log${(logs += 1)}` } });
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: text.replace(/"@int:(\d+)"/g, '$1') };
}

export const errorReply = (status: number, code: string, message = '', headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { error: { code, message: message || `The request failed: ${code}.`, log_id: `log${(logs += 1)}` } },
});
