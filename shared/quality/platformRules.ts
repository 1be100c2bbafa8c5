import { z } from 'zod';

const Share = z.number().min(0).max(1);

const Rules = z.object({
  label: z.string().min(1),
  file: z.object({
    minSeconds: z.number(),
    maxSeconds: z.number(),
    maxBytes: z.number(),
    /** Shortest allowed shorter side and longest allowed longer side, pixels. */
    minSide: z.number(),
    maxSide: z.number(),
    /** The platform's own pages disagree about the sides, so a film outside of them is worth a try. */
    sidesAreAdvice: z.boolean().optional(),
    minFps: z.number(),
    maxFps: z.number(),
    /** Width over height. */
    aspect: z.object({ min: z.number(), max: z.number() }),
  }),
  /** Longest caption in the platform's own unit. */
  caption: z.object({ max: z.int() }),
  /** Shares of the picture that the platform's own buttons and texts cover, edge by edge. */
  safeArea: z.object({ top: Share, right: Share, bottom: Share, left: Share }),
});

/** What one platform takes, in the words of resources/platforms.json. */
export type PlatformRules = z.infer<typeof Rules> & { readonly name: string };

/** Reads the rules out of the content of resources/platforms.json. @throws ZodError when it is not of that shape. */
export function readPlatformRules(json: unknown): PlatformRules[] {
  const { platforms } = z.object({ platforms: z.record(z.string(), Rules) }).parse(json);
  return Object.entries(platforms).map(([name, rules]) => ({ ...rules, name }));
}
