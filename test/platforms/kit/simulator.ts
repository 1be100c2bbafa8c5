import type { Grant } from '../../../electron/accounts/types.ts';
import type { RemotePlatform } from '../../../shared/publish/postOptions.ts';
import type { OpenSimulator, SimulatorClock } from './openSimulator.ts';

/** What anybody can see of one post at a platform. */
export type SeenPost = {
  readonly id: string;
  /** What was said with it: caption, description or text. */
  readonly caption: string;
  /** public: to everyone; limited: friends, unlisted; private: only to its owner. */
  readonly visibility: 'public' | 'limited' | 'private';
  /** SHA-256 of the film as the platform got it. */
  readonly filmHash: string;
  readonly account: string;
  /** Milliseconds. */
  readonly at: number;
};

/** The shape all four simulators share, so that one suite can judge every adapter. */
export interface Simulator<Switches extends object = object> extends Pick<OpenSimulator, 'origin' | 'faults' | 'questions' | 'close'> {
  readonly platform: RemotePlatform;
  /** Its part of TIDEREEL_ENDPOINTS. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** May be changed at any time. */
  readonly switches: Switches;
  /** The keys document of an app this simulator knows. */
  readonly keys: Readonly<Record<string, string>>;
  /** A grant as after a sign-in, without the walk through the browser. */
  readonly grantFor: (account: string) => Grant;
  /** Every access token of an account dies now; `refresh: true` also what renews it. */
  readonly killTokens: (account: string, options?: { refresh?: boolean }) => void;
  /** Everything that was ever made visible to anybody, oldest first; a second release of the same film is a second entry. */
  readonly published: () => readonly SeenPost[];
  /** Every secret it ever gave out, for the test that looks for them in what the studio wrote. */
  readonly secretsGiven: () => readonly string[];
}

export type SimulatorOptions<Switches extends object = object> = {
  readonly clock?: SimulatorClock;
  readonly port?: number;
  readonly switches?: Partial<Switches>;
};
