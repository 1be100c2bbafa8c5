import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../shared/contract/contract.ts';
import { createStudioLink } from './createStudioLink.ts';

/** Everything the window may ask of the studio, typed by the contract. */
export type StudioClient = ContractRouterClient<Contract>;

export const studioLink = createStudioLink();

export const studio: StudioClient = createORPCClient(studioLink);
