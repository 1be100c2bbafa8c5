import { stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import type { Channel } from '../../shared/contract/channels.ts';
import { PostOptions } from '../../shared/publish/postOptions.ts';
import type { Calendar } from '../../shared/schedule/calendar.ts';
import type { PlanCells } from './planFile.ts';
import { readWhen, type When } from './readWhen.ts';

/** A post as a row of a plan asks for it. `film` is null for a draft without one, `options` for the channel's defaults. */
export type PostWish = {
  readonly channel: Channel;
  readonly when: When;
  readonly film: string | null;
  readonly title: string;
  readonly caption: string;
  readonly options: PostOptions | null;
};

type Known = { readonly channels: readonly Channel[]; readonly now: () => Date; readonly calendarOf: (plan: Channel['plan']) => Calendar };

/** Thrown inside of this file only: the row's problem, in plain words. */
class BadRow extends Error {}

function findChannel(name: string, channels: readonly Channel[]): Channel {
  const byId = channels.find(({ id }) => id === name);
  const alike = channels.filter((channel) => channel.name === name || (channel.handle !== '' && channel.handle === name));
  const [found, another] = byId === undefined ? alike : [byId];
  if (another !== undefined)
    throw new BadRow(`Several channels are called “${name}”. Name it by its id: ${alike.map(({ id }) => id).join(', ')}.`);
  if (found !== undefined) return found;
  const asked = name === '' ? 'The channel is missing.' : `There is no channel “${name.slice(0, 60)}”.`;
  throw new BadRow(`${asked} Choose one of: ${channels.map(({ id }) => id).join(', ')}.`);
}

function readOptionsCell(cell: string, { defaults, name }: Channel): PostOptions | null {
  if (cell.trim() === '') return null;
  let given: unknown;
  try {
    given = JSON.parse(cell);
  } catch {
    throw new BadRow('The options are not JSON. Write them like {"privacy": "public"}, or leave them empty.');
  }
  const part = z.record(z.string(), z.unknown()).safeParse(given);
  if (!part.success) throw new BadRow('The options are not an object. Write them like {"privacy": "public"}, or leave them empty.');
  const platform = part.data['platform'] ?? defaults.platform;
  if (platform !== defaults.platform) throw new BadRow(`The options are for another platform, and ${name} is on ${defaults.platform}.`);
  const options = PostOptions.safeParse({ ...defaults, ...part.data });
  if (options.success) return options.data;
  const [issue] = options.error.issues;
  const named = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.');
  const wrong = issue?.code === 'unrecognized_keys' ? 'is no option of' : 'has a value that does not go with';
  throw new BadRow(`“${named ?? ''}” ${wrong} ${defaults.platform}.`);
}

async function findFilm(cell: string): Promise<string | null> {
  const path = cell.trim();
  if (path === '') return null;
  if (!isAbsolute(path)) throw new BadRow(`Name the film by its whole path, and not only “${path.slice(0, 200)}”.`);
  const found = await stat(path).catch(() => null); // why it cannot be seen makes no difference here
  if (found === null || !found.isFile()) throw new BadRow(`There is no film at ${path}.`);
  return resolve(path);
}

function readTime(cells: PlanCells, channel: Channel, known: Known): When {
  const when = readWhen(cells.at, known.calendarOf(channel.plan).zone);
  if (typeof when === 'string') throw new BadRow(when);
  if (when.kind === 'at' && when.ms < known.now().getTime()) throw new BadRow('This time is over.');
  if (when.kind === 'next-slot' && channel.plan.slots.length === 0) {
    throw new BadRow(`${channel.name} has no posting times, so there is no next free slot. Name a time, or write “draft”.`);
  }
  return when;
}

/** What a row asks for, or its problem in plain words. */
export async function readWish(cells: PlanCells, known: Known): Promise<PostWish | string> {
  try {
    const channel = findChannel(cells.channel.trim(), known.channels);
    if (cells.title.length > 200) throw new BadRow('The title is longer than 200 characters.');
    if (cells.caption.length > 10_000) throw new BadRow('The caption is longer than 10,000 characters.');
    const options = readOptionsCell(cells.options, channel);
    const when = readTime(cells, channel, known);
    return { channel, when, film: await findFilm(cells.film), title: cells.title, caption: cells.caption, options };
  } catch (error) {
    if (error instanceof BadRow) return error.message;
    throw error;
  }
}
