import { implement, type Router } from '@orpc/server';
import type { AnyContractProcedure } from '@orpc/contract';
import { contract, type Contract } from '../../shared/contract/contract.ts';
import type { Services } from '../services.ts';

/* Words: a door lets somebody outside ask the services. The router is what every door serves: one procedure a capability. */

export type StudioRouter = Router<Contract, object>;

type AnyService = Readonly<Record<string, (input: unknown, call: { readonly signal: AbortSignal }) => unknown>>;

/**
 * Joins the contract to the services: each procedure calls the function of the same name with its parsed input and the
 * signal of the call. Doors add `errorWords`, so nothing here looks at failures.
 */
export function createRouter(services: Services): StudioRouter {
  const features = Object.entries(contract).map(([feature, procedures]) => {
    // `Services` has exactly the features of the contract; TypeScript cannot follow that through Object.entries.
    const service = services[feature as keyof Services] as unknown as AnyService;
    const routes = Object.entries(procedures as Record<string, AnyContractProcedure>).map(([name, procedure]) => {
      const neverAborted = new AbortController().signal;
      const route = implement(procedure).handler(({ input, signal }) => service[name]?.(input, { signal: signal ?? neverAborted }));
      return [name, route] as const;
    });
    return [feature, Object.fromEntries(routes)] as const;
  });
  // Built from the contract itself, key by key, so it has the contract's shape.
  return implement(contract).router(Object.fromEntries(features) as unknown as StudioRouter);
}
