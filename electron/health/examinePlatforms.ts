import type { Channel, LimitState } from '../../shared/contract/channels.ts';
import type { Check } from '../../shared/contract/settings.ts';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { platformName } from '../accounts/platformName.ts';
import type { Service } from '../services.ts';

export type PlatformNeeds = {
  readonly channels: Pick<Service<'channels'>, 'list'>;
  readonly limits: Pick<Service<'limits'>, 'list'>;
  readonly keys: Pick<Service<'keys'>, 'list'>;
};

/** One check for each platform that has keys or channels: who is signed in until when, and what the platform holds back. */
export async function examinePlatforms({ channels, limits, keys: stored }: PlatformNeeds, signal: AbortSignal): Promise<Check[]> {
  const { ready, names } = await stored.list(undefined, { signal });
  const [allChannels, allLimits] = [await channels.list(undefined, { signal }), await limits.list(undefined, { signal })];
  return RemotePlatform.options.flatMap((platform) => {
    const mine = allChannels.filter((channel) => channel.platform === platform);
    const keys = !ready ? 'unknown' : names.includes(platform) ? 'stored' : 'missing';
    if (mine.length === 0 && keys !== 'stored') return [];
    const blocked = allLimits.filter((limit) => limit.platform === platform && limit.blockedUntil !== null);
    return [checkPlatform(platform, { keys, channels: mine, blocked })];
  });
}

type Facts = {
  /** unknown: the store of secrets is locked. */
  readonly keys: 'stored' | 'missing' | 'unknown';
  readonly channels: readonly Channel[];
  /** Limits that the platform has closed for a while. */
  readonly blocked: readonly LimitState[];
};

function checkPlatform(platform: RemotePlatform, { keys, channels, blocked }: Facts): Check {
  const ended = channels.filter(({ standing }) => standing === 'sign-in');
  const signedIn = channels.filter(({ standing }) => standing === 'ready');
  const details = [
    ...(keys === 'missing' ? ['its keys are not stored'] : []),
    ...(channels.length === 0 ? ['keys stored, nobody signed in yet'] : channels.map(describeChannel)),
    ...blocked.map(
      ({ label, blockedUntil, reason }) => `${label}: held back until ${blockedUntil}${reason === null ? '' : ` (${reason})`}`,
    ),
  ];
  const cures = [
    ...(keys === 'missing' && signedIn.length + ended.length > 0
      ? [`Store its keys again with “tidereel keys ${platform}”: without them no sign-in can be renewed.`]
      : []),
    ...(ended.length > 0 ? [`Sign in again with “tidereel connect ${platform}”; posts that wait go on by themselves.`] : []),
    ...(blocked.length > 0 ? ['Nothing to do: what waits goes out when the platform opens again.'] : []),
  ];
  return { name: platformName[platform], ok: cures.length === 0, detail: details.join('; '), cure: cures.join(' ') };
}

function describeChannel({ name, standing, paused, signInEndsAt }: Channel): string {
  if (standing === 'sign-in') return `${name} must sign in again`;
  if (standing === 'signed-out') return `${name} is signed out`;
  const until = signInEndsAt === null ? '' : ` until ${signInEndsAt.slice(0, 10)}`;
  return `${name} is signed in${until}${paused ? ', paused' : ''}`;
}
