import type { ChannelRow } from './readChannels.ts';

export const PAUSED_BY_YOU = 'You paused this channel.';

/** Whether the creator paused a channel themselves: then a new sign-in does not let it go on. */
export const isCreatorsPause = ({ paused, reason }: Pick<ChannelRow, 'paused' | 'reason'>): boolean =>
  paused && reason?.startsWith(PAUSED_BY_YOU) === true;

/** Why a channel stands still now, where the creator's own pause is not to be forgotten over it. */
export const stopReason = (row: Pick<ChannelRow, 'paused' | 'reason'>, reason: string): string =>
  isCreatorsPause(row) ? `${PAUSED_BY_YOU} ${reason}` : reason;
