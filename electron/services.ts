import type { AnySchema, ContractProcedure, ErrorMap, InferSchemaInput, InferSchemaOutput, Meta } from '@orpc/contract';
import type { Contract } from '../shared/contract/contract.ts';

type Call = { readonly signal: AbortSignal };

/** A procedure as a plain function: its input has been parsed, its output will be. */
type Handler<Procedure> =
  Procedure extends ContractProcedure<infer Input extends AnySchema, infer Output extends AnySchema, ErrorMap, Meta>
    ? (input: InferSchemaOutput<Input>, call: Call) => InferSchemaInput<Output> | Promise<InferSchemaInput<Output>>
    : never;

/** A feature's part of the contract, without doors: every procedure as a plain function. */
export type Service<Feature extends keyof Contract> = {
  readonly [Procedure in keyof Contract[Feature]]: Handler<Contract[Feature][Procedure]>;
};

/** What the doors serve: one service a feature. */
export type Services = { readonly [Feature in keyof Contract]: Service<Feature> };
