import type { Reply } from '../kit/openSimulator.ts';

/** The Data API's shape of a refusal. */
export const refuse = (code: number, reason: string, message: string, headers: Record<string, string> = {}): Reply => ({
  status: code,
  headers,
  body: { error: { code, message, errors: [{ message, domain: 'youtube.video', reason }] } },
});

/** The token endpoint's shape of a refusal. */
export const refuseToken = (error: string, description: string, status = 400): Reply => ({
  status,
  body: { error, error_description: description },
});

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
