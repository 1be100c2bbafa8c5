import type { PlatformNeeds } from '../platformNeeds.ts';
import type { XPrices } from './prices.ts';

/** X charges for every call that counts, so its adapter knows the prices. */
export type XNeeds = PlatformNeeds & { readonly prices: XPrices };
