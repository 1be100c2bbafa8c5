import { z } from 'zod';
import type { KeyName } from '../../shared/contract/settings.ts';

const text = z.string().trim().min(1).max(4000);
const loopback = ['localhost', '127.0.0.1', '[::1]'];
/** Only programs on this computer may be spoken to without encryption. */
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).protocol === 'https:' || loopback.includes(new URL(url).hostname), {
    error: 'must be https, or http on this computer',
  });

/** What each service asks for to know the creator. */
export const keyDocuments = {
  openai: z.strictObject({ apiKey: text, baseUrl: baseUrl.optional() }),
  anthropic: z.strictObject({ apiKey: text }),
  tiktok: z.strictObject({ clientKey: text, clientSecret: text }),
  youtube: z.strictObject({ clientId: text, clientSecret: text }),
  instagram: z.strictObject({ login: z.enum(['facebook', 'instagram']), appId: text, appSecret: text }),
  x: z.strictObject({ clientId: text, clientSecret: text.optional() }),
  tikhub: z.strictObject({ apiKey: text }),
  pexels: z.strictObject({ apiKey: text }),
} satisfies Record<KeyName, z.ZodType>;

export type KeyDocument<Name extends KeyName> = z.infer<(typeof keyDocuments)[Name]>;
