import { oc } from '@orpc/contract';
import { z } from 'zod';
import { failureStatus, type FailureCode } from '../errors.ts';

/** What every failure carries beside its code and message: what to do about it. */
const FailureData = z.object({ hint: z.string() });

type FailureMap<Code extends FailureCode> = { [Key in Code]: { status: number; data: typeof FailureData } };

/** The failures a procedure names beside its result. */
export function failsWith<const Code extends FailureCode>(...codes: Code[]): FailureMap<Code> {
  const entries = codes.map((code) => [code, { status: failureStatus[code], data: FailureData }] as const);
  // Object.fromEntries forgets which keys it was given; they are exactly `codes`.
  return Object.fromEntries(entries) as unknown as FailureMap<Code>;
}

/** Where every procedure starts. The door turns a thrown Failure into the error of the same code. */
export const procedure = oc;

export const Instant = z.iso.datetime();
export const Nothing = z.object({});
