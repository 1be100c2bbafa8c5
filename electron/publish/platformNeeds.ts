import type { Spending, Tokens } from '../accounts/types.ts';
import type { Endpoints } from '../endpoints.ts';
import type { Limits } from './limits/types.ts';

/** What every adapter of a real platform is built from. */
export type PlatformNeeds = {
  readonly endpoints: Endpoints;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly spending: Spending;
  readonly now: () => Date;
};
