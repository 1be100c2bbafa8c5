import { z } from 'zod';
import { PostOptions, RemotePlatform } from '../publish/postOptions.ts';
import { Plan } from '../schedule/plan.ts';
import { Id } from '../timeline/document.ts';
import { failsWith, Instant, Nothing, procedure } from './base.ts';

export const Channel = z.object({
  id: Id,
  platform: z.string(),
  /** As the creator knows it on the platform. */
  name: z.string(),
  /** @name or the like; empty where the platform has none. */
  handle: z.string(),
  /** sign-in: the platform wants the creator to sign in again; signed-out: the creator left it. */
  standing: z.enum(['ready', 'sign-in', 'signed-out']),
  /** Nothing goes out while paused; the reason is for people. */
  paused: z.boolean(),
  reason: z.string().nullable(),
  /** What the creator should know of this account, for example that an app is not audited. */
  notes: z.array(z.string()),
  /** When the sign-in ends for good unless it is renewed; null where it has no such date. */
  signInEndsAt: Instant.nullable(),
  /** What a new post on this channel begins with. */
  defaults: PostOptions,
  plan: Plan,
});
export type Channel = z.infer<typeof Channel>;

/** How the practice platform behaves. Shares are 0–1, delays seconds. */
export const PracticeSettings = z.object({
  uploadSeconds: z.number().min(0).max(600),
  processingSeconds: z.number().min(0).max(3600),
  failShare: z.number().min(0).max(1),
  loseAnswerShare: z.number().min(0).max(1),
  rejectShare: z.number().min(0).max(1),
  busyShare: z.number().min(0).max(1),
});
export type PracticeSettings = z.infer<typeof PracticeSettings>;

/** What an account may choose right now, asked from the platform. */
export const Choices = z.object({
  /** The account as the platform names it, to be shown beside the button that posts. */
  account: z.string(),
  /** Who may see a post; empty where the platform does not ask. */
  privacy: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Names of options that this account cannot use now; shown greyed. */
  disabled: z.array(z.object({ option: z.string(), why: z.string() })),
  /** Longest film this account may post, seconds; null where the platform does not say. */
  maxSeconds: z.number().nullable(),
  /** Posts the platform still takes today from this account; null where it does not say. */
  postsLeft: z.int().nullable(),
  categories: z.array(z.object({ value: z.string(), label: z.string() })),
  notes: z.array(z.string()),
});
export type Choices = z.infer<typeof Choices>;

/** One walk through a platform's sign-in. */
export const SignIn = z.object({
  id: Id,
  platform: RemotePlatform,
  /** waiting: for the browser; choosing: several accounts were granted; done, failed: over. */
  state: z.enum(['waiting', 'choosing', 'done', 'failed']),
  /** To be opened in the system's browser. */
  authorizeUrl: z.string(),
  redirectUri: z.string(),
  /** loopback: the browser comes back by itself; paste: the creator copies the address they end at into the studio. */
  route: z.enum(['loopback', 'paste']),
  expiresAt: Instant,
  problem: z.object({ message: z.string(), hint: z.string() }).nullable(),
  accounts: z.array(z.object({ remoteAccount: z.string(), name: z.string(), handle: z.string(), note: z.string().nullable() })),
  /** What came of it. */
  channelIds: z.array(Id),
});
export type SignIn = z.infer<typeof SignIn>;

const one = z.object({ channelId: Id });
const attempt = z.object({ signInId: Id });

export const channels = {
  list: procedure.route({ method: 'GET', path: '/channels' }).output(z.array(Channel)),
  pause: procedure
    .route({ method: 'POST', path: '/channels/{channelId}/pause' })
    .input(z.object({ channelId: Id, paused: z.boolean() }))
    .output(Channel)
    .errors(failsWith('NOT_FOUND', 'CONFLICT')),
  /** Asked from the platform itself, every time. */
  choices: procedure
    .route({ method: 'GET', path: '/channels/{channelId}/choices' })
    .input(one)
    .output(Choices)
    .errors(failsWith('NOT_FOUND', 'CONFLICT', 'PROVIDER_FAILED', 'SECRETS_LOCKED')),
  setDefaults: procedure
    .route({ method: 'PUT', path: '/channels/{channelId}/defaults' })
    .input(z.object({ channelId: Id, options: PostOptions }))
    .output(Channel)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT')),
  setPlan: procedure
    .route({ method: 'PUT', path: '/channels/{channelId}/plan' })
    .input(z.object({ channelId: Id, plan: Plan }))
    .output(Channel)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT')),
  /** Begins a sign-in; what becomes of it is pushed as the topic "sign-in". An earlier one for the platform ends. */
  signIn: procedure
    .route({ method: 'POST', path: '/channels/sign-in' })
    .input(z.object({ platform: RemotePlatform, route: z.enum(['loopback', 'paste']).optional() }))
    .output(SignIn)
    .errors(failsWith('KEY_MISSING', 'SECRETS_LOCKED', 'CONFLICT')),
  signInState: procedure
    .route({ method: 'GET', path: '/channels/sign-in/{signInId}' })
    .input(attempt)
    .output(SignIn)
    .errors(failsWith('NOT_FOUND')),
  /** The address at which the browser ended, for the route "paste". */
  finishSignIn: procedure
    .route({ method: 'POST', path: '/channels/sign-in/{signInId}/finish' })
    .input(attempt.extend({ address: z.string().max(10_000) }))
    .output(SignIn)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'CONFLICT')),
  chooseAccounts: procedure
    .route({ method: 'POST', path: '/channels/sign-in/{signInId}/accounts' })
    .input(attempt.extend({ remoteAccounts: z.array(z.string()).min(1).max(50) }))
    .output(SignIn)
    .errors(failsWith('NOT_FOUND', 'BAD_INPUT', 'CONFLICT', 'SECRETS_LOCKED')),
  cancelSignIn: procedure
    .route({ method: 'POST', path: '/channels/sign-in/{signInId}/cancel' })
    .input(attempt)
    .output(Nothing)
    .errors(failsWith('NOT_FOUND')),
  /** Signs in with a token copied from the platform's own dashboard (Instagram). */
  pasteToken: procedure
    .route({ method: 'POST', path: '/channels/paste-token' })
    .input(z.object({ platform: RemotePlatform, token: z.string().trim().min(10).max(10_000) }))
    .output(Channel)
    .errors(failsWith('BAD_INPUT', 'KEY_MISSING', 'SECRETS_LOCKED', 'PROVIDER_FAILED')),
  /** Takes the grant back at the platform and forgets the tokens; posts that waited for it wait for a new sign-in. */
  signOut: procedure
    .route({ method: 'POST', path: '/channels/{channelId}/sign-out' })
    .input(one)
    .output(Channel)
    .errors(failsWith('NOT_FOUND', 'REFUSED', 'SECRETS_LOCKED')),
  practice: procedure.route({ method: 'GET', path: '/channels/practice/settings' }).input(Nothing.optional()).output(PracticeSettings),
  setPractice: procedure.route({ method: 'PUT', path: '/channels/practice/settings' }).input(PracticeSettings).output(PracticeSettings),
};

export const SetupStep = z.object({
  id: z.string(),
  title: z.string(),
  /** What to do, in plain words. */
  text: z.string(),
  /** Page of the platform where it is done. */
  link: z.string().nullable(),
  /** Texts to paste there. */
  copy: z.array(z.object({ label: z.string(), value: z.string() })),
  /** Whether the studio can look if it was done right. */
  checkable: z.boolean(),
});
export type SetupStep = z.infer<typeof SetupStep>;

const about = z.object({ platform: RemotePlatform });

export const setup = {
  /** How to get the creator's own app keys of a platform, step by step. */
  guide: procedure
    .route({ method: 'GET', path: '/setup/{platform}' })
    .input(about)
    .output(
      z.object({
        platform: RemotePlatform,
        label: z.string(),
        intro: z.string(),
        steps: z.array(SetupStep),
        /** What the keys document asks for; secret fields are shown as dots and never come back. */
        fields: z.array(
          z.object({
            name: z.string(),
            label: z.string(),
            secret: z.boolean(),
            optional: z.boolean(),
            help: z.string(),
            choices: z.array(z.object({ value: z.string(), label: z.string() })),
          }),
        ),
        keysStored: z.boolean(),
      }),
    ),
  /** Looks whether a step was done right; says exactly what is wrong where the platform tells. */
  check: procedure
    .route({ method: 'POST', path: '/setup/{platform}/check' })
    .input(about.extend({ step: z.string() }))
    .output(z.object({ ok: z.boolean(), message: z.string(), cure: z.string() }))
    .errors(failsWith('NOT_FOUND')),
};

export const LimitState = z.object({
  platform: z.string(),
  /** null: counts for the creator's whole app at the platform. */
  channelId: Id.nullable(),
  name: z.string(),
  /** For people: "Posts a day". */
  label: z.string(),
  used: z.number(),
  capacity: z.number(),
  /** When all of it is free again; null when it is. */
  resetsAt: Instant.nullable(),
  /** The platform asked us to stop until then. */
  blockedUntil: Instant.nullable(),
  reason: z.string().nullable(),
});
export type LimitState = z.infer<typeof LimitState>;

export const limits = {
  list: procedure.route({ method: 'GET', path: '/limits' }).output(z.array(LimitState)),
  /** What the platforms' own prices came to, US$. */
  spending: procedure.route({ method: 'GET', path: '/limits/spending' }).output(
    z.object({
      todayUsd: z.number(),
      monthUsd: z.number(),
      items: z.array(z.object({ provider: z.string(), item: z.string(), units: z.number(), usd: z.number() })),
    }),
  ),
};
