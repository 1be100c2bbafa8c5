import { z } from 'zod';

const usd = z.number().nonnegative();

/** What X charges for each call, US$. Reads are charged for every post or person in the answer. */
const XPrices = z.object({
  postUsd: usd,
  postWithUrlUsd: usd,
  /** Reading one's own posts through one's own timeline, with an app of one's own. */
  ownPostReadUsd: usd,
  postReadUsd: usd,
  userReadUsd: usd,
  mediaReadUsd: usd,
});
export type XPrices = z.infer<typeof XPrices>;

/** The part about X of resources/pricing.json. @throws ZodError when the installation is damaged. */
export const xPrices = (pricingJson: unknown): XPrices => z.object({ x: XPrices }).parse(pricingJson).x;
