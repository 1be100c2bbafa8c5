import { z } from 'zod';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import { redact } from '../http/redact.ts';

const Problem = z.object({
  type: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  errors: z
    .array(
      z.object({
        message: z.string().optional().catch(undefined),
        detail: z.string().optional().catch(undefined),
        code: z.number().optional().catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
});

/** What X said was wrong, in one of its several shapes. */
export type XProblem = {
  readonly status: number;
  /** For the fold in the ledger, for example "403 client-forbidden". */
  readonly code: string;
  /** X's own words, all of them; empty when there are none. */
  readonly words: string;
  /** The raw answer without anything secret. */
  readonly raw: string;
};

/** Reads an answer that is not a success: problem JSON, `{errors:[{code,message}]}`, `{code,message}`, or nothing at all. */
export function readProblem({ status, json, text }: Pick<PlatformAnswer, 'status' | 'json' | 'text'>): XProblem {
  const parsed = Problem.safeParse(json);
  const said = parsed.success ? parsed.data : {};
  const kind = said.type === undefined || said.type === 'about:blank' ? null : (said.type.split('/').at(-1) ?? null);
  const number = said.code ?? said.errors?.[0]?.code ?? null;
  const code = [String(status), kind, said.reason ?? null, number === null ? null : String(number)].filter((part) => part !== null);
  const words = [said.detail, said.message, ...(said.errors ?? []).flatMap((error) => [error.message, error.detail])];
  return {
    status,
    code: code.join(' '),
    words: redact([...new Set(words.filter((part) => part !== undefined && part !== ''))].join(' ')),
    raw: redact(text).slice(0, 2_000),
  };
}
