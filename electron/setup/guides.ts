import { z } from 'zod';

/** What the studio can look at by itself. */
const Check = z.enum(['keys-stored', 'keys-accepted', 'redirect', 'signed-in', 'mode', 'quota']);
export type Check = z.infer<typeof Check>;

/** A text to paste at the platform, or one that follows from how Tidereel signs in. */
const Copy = z.union([
  z.strictObject({ label: z.string(), value: z.string() }),
  z.strictObject({ label: z.string(), from: z.enum(['redirects', 'scopes']) }),
]);

const Step = z.strictObject({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  link: z.url({ protocol: /^https$/ }).nullable(),
  copy: z.array(Copy),
  check: Check.nullable(),
});

const Field = z.strictObject({
  label: z.string(),
  secret: z.boolean(),
  help: z.string(),
  choices: z.array(z.strictObject({ value: z.string(), label: z.string() })).default([]),
});

const Guide = z.strictObject({ intro: z.string(), steps: z.array(Step).min(1), fields: z.record(z.string(), Field) });
export type Guide = z.infer<typeof Guide>;

const Guides = z.object({ guides: z.strictObject({ tiktok: Guide, youtube: Guide, instagram: Guide, x: Guide }) });

/** The texts of resources/setup-guides.json. @throws ZodError when the installation is damaged. */
export const readGuides = (json: unknown): z.infer<typeof Guides>['guides'] => Guides.parse(json).guides;
