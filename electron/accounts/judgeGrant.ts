import type { AskedScope, Grant } from './types.ts';

/** What the database keeps of a grant: no part of it opens anything. */
export type GrantFacts = {
  readonly scopes: string;
  /** Milliseconds; null where it has no end. */
  readonly signInEndsAt: number | null;
  /** What is missing without scopes that were asked for and not granted. */
  readonly missing: readonly AskedScope[];
};

/** Reads off a grant what the channel's row says of it. A platform that names no scopes is taken to have granted all. */
export function judgeGrant(grant: Grant, asked: readonly AskedScope[]): GrantFacts {
  const missing = asked.filter(({ scope, when }) => !grant.scopes.includes(scope) && (when?.(grant) ?? true));
  const end = grant.refreshEndsAt ?? (grant.refreshToken === null ? grant.accessEndsAt : null);
  return {
    scopes: grant.scopes.join(' '),
    signInEndsAt: end === null ? null : Date.parse(end),
    missing: grant.scopes.length === 0 ? [] : missing,
  };
}

/** The notes of a channel with what its grant lacks now, and without what it lacked before. */
export function notesWith(notes: readonly string[], asked: readonly AskedScope[], missing: readonly AskedScope[]): string[] {
  const ofScopes = new Set(asked.map(({ without }) => without));
  return [...new Set([...notes.filter((note) => !ofScopes.has(note)), ...missing.map(({ without }) => without)])];
}
