/*
Words: a rule is one documented limit of a platform; a counter is its state for one scope, either the creator's app or one
channel. What is taken stays taken: a question that failed was asked all the same.
*/

export type LimitRule = {
  readonly platform: string;
  /** Unique among the rules of its platform. */
  readonly name: string;
  /** For people: "Posts a day". */
  readonly label: string;
  readonly capacity: number;
  /** Per sliding time, or per day of the zone in which the platform counts. */
  readonly per: { readonly ms: number } | { readonly dayIn: string };
};

/** Whose counter: one channel's, or that of the creator's app, which all channels of the platform share. */
export type LimitScope = { readonly channelId: string } | 'app';

export type LimitUse = { readonly rule: LimitRule; readonly scope: LimitScope; readonly cost?: number };

/** A post that is due goes before reading numbers: reads leave a fifth of every limit alone. */
export type Urgency = 'release' | 'read';

export interface Limits {
  /**
   * Takes from all the counters named, or from none.
   * @throws PublishFailed wait, with the time from which it will go through.
   */
  take(uses: readonly LimitUse[], urgency: Urgency): void;
  /** What the platform says of a counter in its headers or answers: it knows better than we do. */
  learn(use: LimitUse, seen: { readonly remaining?: number; readonly capacity?: number; readonly resetsAt?: Date }): void;
  /** The platform refused: nothing is taken from this counter before `until`, and its capacity is believed a little less for a day. */
  block(use: LimitUse, until: Date, reason: string): void;
  /** From when on one more fits; now when it does at once. Takes nothing. */
  opensAt(use: LimitUse): Date;
  /** What is left of a counter now. */
  left(use: LimitUse): number;
}
