import type { PlatformNeeds } from '../platformNeeds.ts';
import type { XPrices } from './prices.ts';
import type { XAccount } from './readAccount.ts';

/** X charges for every call that counts, so its adapter knows the prices. */
export type XNeeds = PlatformNeeds & {
  readonly prices: XPrices;
  /** Accounts as X last spoke of them, by channel, each good until an instant in ms: asking costs a cent every time. */
  readonly accounts: Map<string, { readonly account: XAccount; readonly until: number }>;
};
