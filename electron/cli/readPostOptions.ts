import { resolve } from 'node:path';
import { z } from 'zod';
import type { Channel } from '../../shared/contract/channels.ts';
import { PostOptions } from '../../shared/publish/postOptions.ts';
import { WrongUsage } from './command.ts';

type Wish = { readonly platform: string | null; readonly name: string; readonly text: string };

const shapes: ReadonlyMap<string, Readonly<Record<string, z.ZodType>>> = new Map(
  PostOptions.options.map(({ shape: { platform, ...rest } }) => [platform.value, rest]),
);

/** "tiktok: mode, privacy, …", a line for each platform that has options. */
export const listOptions = (): string[] =>
  [...shapes].flatMap(([platform, shape]) => {
    const names = Object.keys(shape);
    return names.length === 0 ? [] : [`${platform}: ${names.join(', ')}`];
  });

/** Reads `NAME=VALUE` or `PLATFORM.NAME=VALUE`. @throws WrongUsage when no platform has such an option. */
export function readWishes(texts: readonly string[]): Wish[] {
  return texts.map((given) => {
    const [, platform = null, name = '', text = ''] = /^(?:([a-z]+)\.)?([a-zA-Z]+)=(.*)$/su.exec(given) ?? [];
    if (name === '') throw new WrongUsage(`--set takes NAME=VALUE, for example privacy=unlisted, and not “${given}”.`);
    const asked = platform === null ? [...shapes.values()] : [shapes.get(platform) ?? {}];
    if (asked.some((shape) => shape[name] !== undefined)) return { platform, name, text };
    throw new WrongUsage(
      `${platform ?? 'No platform'} has ${platform === null ? 'an' : 'no'} option “${name}”. There are ${listOptions().join('; ')}.`,
    );
  });
}

/**
 * What is wished for a post on a channel, over the channel's own defaults; undefined when nothing is.
 * @throws WrongUsage when a value is none that the option takes.
 */
export function optionsFor(
  { platform, defaults }: Pick<Channel, 'platform' | 'defaults'>,
  wishes: readonly Wish[],
): PostOptions | undefined {
  const shape = shapes.get(platform) ?? {};
  const mine = wishes.filter((wish) => (wish.platform ?? platform) === platform && shape[wish.name] !== undefined);
  if (mine.length === 0) return undefined;
  const chosen = mine.map(({ name, text }) => [name, valueOf(platform, name, text)] as const);
  return PostOptions.parse({ ...defaults, ...Object.fromEntries(chosen) });
}

/** @throws WrongUsage for a wish that none of the channels can fulfil. */
export function refuseUnused(channels: readonly Pick<Channel, 'platform'>[], wishes: readonly Wish[]): void {
  for (const { platform, name } of wishes) {
    const heard = channels.some(
      (channel) => (platform ?? channel.platform) === channel.platform && shapes.get(channel.platform)?.[name] !== undefined,
    );
    if (!heard) throw new WrongUsage(`None of these channels has an option “${platform === null ? '' : `${platform}.`}${name}”.`);
  }
}

function valueOf(platform: string, name: string, text: string): unknown {
  const schema = shapes.get(platform)?.[name] ?? z.never();
  const trimmed = text.trim();
  const readings: unknown[] = [text, trimmed === '' ? [] : trimmed.split(','), ...(flags.has(trimmed) ? [flags.get(trimmed)] : [])];
  if (trimmed === '') readings.unshift(null);
  else readings.push(Number(trimmed));
  const fits = readings.map((reading) => schema.safeParse(reading)).find(({ success }) => success);
  if (fits === undefined) throw new WrongUsage(`${platform}.${name} takes ${describe(schema)}, and not “${text}”.`);
  // The studio that sends it need not run in this folder.
  return name.endsWith('Path') && typeof fits.data === 'string' ? resolve(fits.data) : fits.data;
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
]);

const Described = z.object({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** What a value must be, for people. */
function describe(schema: z.ZodType): string {
  const parts = (json: unknown): string[] => {
    const { type, enum: values, minimum, maximum, anyOf } = Described.parse(json);
    if (anyOf !== undefined) return anyOf.flatMap(parts);
    if (values !== undefined) return values.map(String);
    if (type === 'null') return ['nothing at all'];
    if (type === 'boolean') return ['yes', 'no'];
    if (type === 'number') return [`a number from ${minimum ?? 0} to ${maximum ?? 'any'}`];
    if (type === 'array') return ['a list with commas'];
    return ['a text of its own form'];
  };
  return parts(z.toJSONSchema(schema)).join(' or ');
}
