import { z } from 'zod';
import { redact } from '../http/redact.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';

const code = z.coerce.number().int().catch(Number.NaN);
const GraphShape = z.object({
  error: z.object({
    message: z.string().catch(''),
    code: code.optional(),
    error_subcode: code.optional(),
    is_transient: z.boolean().catch(false).optional(),
    error_user_title: z.string().catch('').optional(),
    error_user_msg: z.string().catch('').optional(),
  }),
});
/** api.instagram.com answers in an older shape. */
const OldShape = z.object({ error_type: z.string().optional(), code: code.optional(), error_message: z.string() });
/** rupload.facebook.com has one of its own. */
const UploadShape = z.object({
  debug_info: z.object({ retriable: z.boolean().catch(true), type: z.string().catch(''), message: z.string().catch('') }),
});

export type GraphError = {
  readonly status: number;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly transient: boolean;
  /** Only of uploads: whether the same upload may go on. */
  readonly retriable: boolean | null;
  /** Meta's words for the person, or for the developer, without secrets. */
  readonly message: string;
  /** The whole answer without secrets, for the fold in the ledger. */
  readonly raw: string;
};

const whole = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

/** What is wrong with an answer; null when it is a good one. An answer without JSON is wrong whatever its status. */
export function readGraphError(answer: PlatformAnswer): GraphError | null {
  const { status, json } = answer;
  const raw = redact(answer.text.slice(0, 2_000));
  const none = { status, code: null, subcode: null, transient: false, retriable: null, message: '', raw };
  const graph = GraphShape.safeParse(json);
  if (graph.success) {
    const { error } = graph.data;
    return {
      ...none,
      code: whole(error.code),
      subcode: whole(error.error_subcode),
      transient: error.is_transient ?? false,
      message: redact(error.error_user_msg || error.error_user_title || error.message),
    };
  }
  const upload = UploadShape.safeParse(json);
  if (upload.success) return { ...none, retriable: upload.data.debug_info.retriable, message: redact(upload.data.debug_info.message) };
  const old = OldShape.safeParse(json);
  if (old.success) return { ...none, code: whole(old.data.code), message: redact(old.data.error_message) };
  const isGood = status >= 200 && status < 300 && typeof json === 'object' && json !== null;
  return isGood ? null : none;
}

/** The codes as Meta writes them: "9007/2207027", or the status alone. */
export const codeText = ({ status, code, subcode }: GraphError): string =>
  code === null ? `http ${status}` : subcode === null ? String(code) : `${code}/${subcode}`;

/** Whether Meta says that the thing asked for is not there (any more). */
export const isAbsent = ({ code, subcode }: GraphError): boolean =>
  subcode === 2_207_006 || code === 803 || (code === 100 && subcode === 33);
