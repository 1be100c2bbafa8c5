import type { Question, Reply } from '../kit/openSimulator.ts';
import type { TokenRecord, World } from './world.ts';

type Words = { code: number; subcode?: number; message: string; type?: string; transient?: boolean; userMessage?: string };

/** Meta's error as the Graph API sends it. */
export const graphError = (
  status: number,
  { code, subcode, message, type = 'OAuthException', transient = false, userMessage }: Words,
): Reply => ({
  status,
  body: {
    error: {
      message,
      type,
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      is_transient: transient,
      ...(userMessage === undefined ? {} : { error_user_title: 'Error', error_user_msg: userMessage }),
      fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW',
    },
  },
});

export const noSuchThing = (id: string): Reply =>
  graphError(400, {
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
  });

const badToken = (subcode: number | null): Reply =>
  graphError(400, {
    code: 190,
    ...(subcode === null ? {} : { subcode }),
    message:
      subcode === null ? 'Invalid OAuth access token - Cannot parse access token' : 'Error validating access token: it is no longer valid.',
  });

/** The token of a question that is still good, or what Meta says of it. */
export function openToken(world: World, token: string): TokenRecord | Reply {
  const record = world.tokens.get(token);
  if (record === undefined) return badToken(null);
  if (record.deadSubcode !== null) return badToken(record.deadSubcode);
  if (record.endsAt !== null && record.endsAt <= world.now()) return badToken(463);
  return record;
}

export function tokenOf({ headers, url }: Question): string {
  const [, given] = /^(?:Bearer|OAuth) (.+)$/.exec(headers['authorization'] ?? '') ?? [];
  return given ?? url.searchParams.get('access_token') ?? '';
}

export const isReply = (value: object): value is Reply => 'status' in value;

/** The usage headers, JSON as text. */
export function usageHeaders({ switches: { usage } }: World, userId: string): Record<string, string> {
  const row = (used: number): object => ({ call_count: used, total_cputime: Math.floor(used / 2), total_time: Math.floor(used / 3) });
  return {
    ...(usage.app === null ? {} : { 'x-app-usage': JSON.stringify(row(usage.app)) }),
    ...(usage.account === null
      ? {}
      : {
          'x-business-use-case-usage': JSON.stringify({
            [userId]: [{ type: 'instagram', ...row(usage.account), estimated_time_to_regain_access: usage.regainMinutes }],
          }),
        }),
  };
}
