/*
Words: a grant is what a platform gave for one account: its tokens and what they allow. Grants live in the secret store
under the name of their channel; the database knows only that name.
*/
import { z } from 'zod';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { KeyDocument } from '../secrets/keyDocuments.ts';
import type { Session } from '../publish/adapter.ts';

export const Grant = z.object({
  accessToken: z.string().min(1),
  /** ISO instant; null where it has no end. */
  accessEndsAt: z.iso.datetime().nullable(),
  refreshToken: z.string().nullable(),
  refreshEndsAt: z.iso.datetime().nullable(),
  scopes: z.array(z.string()),
  obtainedAt: z.iso.datetime(),
  /** What else the platform needs again, for example the page an account belongs to or the kind of sign-in. */
  extra: z.record(z.string(), z.string()),
});
export type Grant = z.infer<typeof Grant>;

/** An account that a grant opened. */
export type RemoteAccount = {
  readonly remoteAccount: string;
  readonly name: string;
  readonly handle: string;
  /** The grant for exactly this account. */
  readonly grant: Grant;
  /** Why it cannot be chosen, or what the creator should know. */
  readonly note: string | null;
};

/** Where the browser comes back to. Ports: any free one, or the first free one of a fixed list the creator registered. */
export type Redirect =
  | {
      readonly route: 'loopback';
      readonly host: '127.0.0.1' | 'localhost';
      readonly path: string;
      readonly ports: 'any' | readonly number[];
    }
  | { readonly route: 'paste'; readonly redirectUri: string };

type Authorization<Platform extends RemotePlatform> = {
  readonly keys: KeyDocument<Platform>;
  readonly redirectUri: string;
  /** PKCE verifier, 43–128 characters of A–Z a–z 0–9 - . _ ~ (RFC 7636). */
  readonly verifier: string;
};

export type AskedScope = {
  readonly scope: string;
  readonly needed: boolean;
  readonly without: string;
  /** Whether it is asked of this grant at all, where a platform has several kinds of sign-in; of every grant without it. */
  readonly when?: (grant: Grant) => boolean;
};

/** How one platform signs people in. A platform implements it beside its adapter. */
export interface SignInMethod<Platform extends RemotePlatform = RemotePlatform> {
  readonly platform: Platform;
  /** In order of preference for these keys. */
  readonly redirects: (keys: KeyDocument<Platform>) => readonly Redirect[];
  readonly authorizeUrl: (about: Authorization<Platform> & { readonly state: string }) => string;
  /** `callback`: the query of the address the browser came back to. @throws SignInFailed */
  readonly exchange: (
    about: Authorization<Platform> & { readonly callback: URLSearchParams; readonly signal: AbortSignal },
  ) => Promise<Grant>;
  /** The accounts this grant opened; more than one where the person granted several. @throws SignInFailed */
  readonly accounts: (grant: Grant, signal: AbortSignal) => Promise<readonly RemoteAccount[]>;
  /** When a grant should be renewed ahead of its end; null when it cannot or need not be. */
  readonly renewAt: (grant: Grant) => Date | null;
  /** A new grant for the old one; it is stored before it is used. @throws SignInFailed */
  readonly renew: (keys: KeyDocument<Platform>, grant: Grant, signal: AbortSignal) => Promise<Grant>;
  /** Scopes that posting cannot do without, and what is missing without the others, in plain words. */
  readonly scopes: readonly AskedScope[];
  /** Takes the grant back at the platform; absent where the platform has no such call. @throws SignInFailed */
  readonly revoke?: (keys: KeyDocument<Platform>, grant: Grant, signal: AbortSignal) => Promise<void>;
  /** The person behind a grant, where taking one grant back ends all of theirs; null where it is not known. */
  readonly personOf?: (grant: Grant) => string | null;
  /** A grant from a token copied out of the platform's dashboard. @throws SignInFailed */
  readonly fromToken?: (keys: KeyDocument<Platform>, token: string, signal: AbortSignal) => Promise<Grant>;
  /** Whether the platform knows these keys, without anybody signing in; absent where it cannot be told. */
  readonly checkKeys?: (keys: KeyDocument<Platform>, signal: AbortSignal) => Promise<{ ok: boolean; message: string; cure: string }>;
}

/**
 * - refused: the person said no, or the platform does not accept these keys, this redirect or this code.
 * - dead: the grant is over; only a new sign-in helps.
 * - later: the platform cannot answer now; the grant stays as it is.
 */
export class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
  readonly kind: 'refused' | 'dead' | 'later';
  readonly hint: string;
  /** The platform's own code. */
  readonly code: string;
  constructor(kind: 'refused' | 'dead' | 'later', words: { message: string; hint: string; code: string }, options?: { cause?: unknown }) {
    super(words.message, options);
    this.kind = kind;
    this.hint = words.hint;
    this.code = words.code;
  }
}

/** What adapters know of grants. */
export interface Tokens {
  /**
   * A grant whose access token is good for at least another minute, renewed first where need be; one renewal at a time
   * per channel. @throws PublishFailed sign-in-again, or wait when the platform cannot renew it now.
   */
  read(session: Session, signal: AbortSignal): Promise<Grant>;
  /** The platform refused this access token: the next `read` renews it, or throws sign-in-again where that cannot help. */
  refused(session: Session, accessToken: string): void;
}

/** Where costs of platforms are written down. */
export interface Spending {
  /** `usd` each; the row is kept even when the question fails afterwards, since the platform may have counted it. */
  add(cost: {
    readonly provider: string;
    readonly item: string;
    readonly units: number;
    readonly usdEach: number;
    readonly postId: string | null;
  }): void;
}
