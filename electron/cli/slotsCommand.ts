import { Plan } from '../../shared/schedule/plan.ts';
import { readSlots, writeSlots } from '../../shared/schedule/readSlots.ts';
import { WrongUsage, type Command, type CommandCall, type Outcome } from './command.ts';
import { argumentsOf, textOf, wholeOf } from './readOptions.ts';

const SHOWN = 10;

function zoneOf(values: CommandCall['values']): string | null | undefined {
  const zone = textOf(values, 'zone');
  if (zone === undefined) return undefined;
  if (zone === '') return null;
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch (cause) {
    throw new WrongUsage(`“${zone}” is not a time zone. Write it like Europe/Berlin.`, { cause });
  }
}

/** What of a plan was given as options. @throws WrongUsage */
function readChanges({ values }: CommandCall): Record<string, unknown> {
  const text = textOf(values, 'set');
  const read = text === undefined ? undefined : readSlots(text);
  if (read !== undefined && 'problem' in read) throw new WrongUsage(read.problem);
  const given = {
    slots: read?.slots,
    zone: zoneOf(values),
    minGapMinutes: wholeOf(values, 'gap', { least: 0, most: 10_080 }),
    maxPerDay: wholeOf(values, 'max', { least: 1, most: 100 }),
    jitterMinutes: wholeOf(values, 'jitter', { least: 0, most: 120 }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

export const slotsCommand: Command = {
  name: 'slots',
  summary: 'Show or change when a channel posts',
  usage: 'CHANNEL [--set SLOTS] [--zone ZONE] [--gap MINUTES] [--max N] [--jitter MINUTES]',
  options: {
    set: { type: 'string' },
    zone: { type: 'string' },
    gap: { type: 'string' },
    max: { type: 'string' },
    jitter: { type: 'string' },
  },
  help: [
    ['--set SLOTS', 'days and times, like "mon-fri 18:00, sat 10:30"; "" for none'],
    ['--zone ZONE', 'whose clocks they are by, like Europe/Berlin; "" for the studio’s'],
    ['--gap MINUTES', 'least time between two posts'],
    ['--max N', 'most posts a day'],
    ['--jitter MINUTES', 'how far a post may be from its slot, by chance'],
  ],
  async run(call): Promise<Outcome> {
    const [channelId] = argumentsOf(call, 'CHANNEL');
    const wanted = readChanges(call);
    const { client } = await call.studio();
    const { signal } = call;
    const next = await client.schedule.next({ channelId, count: SHOWN }, { signal }); // says which channels there are
    const channels = await client.channels.list(undefined, { signal });
    const before = channels.find(({ id }) => id === channelId)?.plan;
    if (before === undefined) throw new WrongUsage(`There is no channel “${channelId}”.`);
    const changed = Object.keys(wanted).length > 0;
    const { plan } = changed
      ? await client.channels.setPlan({ channelId, plan: Plan.parse({ ...before, ...wanted }) }, { signal })
      : { plan: before };
    const free = changed ? await client.schedule.next({ channelId, count: SHOWN }, { signal }) : next;
    return {
      document: { channel: channelId, plan, next: free },
      lines: [
        `slots   ${plan.slots.length === 0 ? 'none' : writeSlots(plan.slots)}`,
        `zone    ${plan.zone ?? 'the studio’s'}`,
        `gap     ${plan.minGapMinutes} min, at most ${plan.maxPerDay} a day, up to ${plan.jitterMinutes} min off by chance`,
        ...free.map(({ slotAt }) => `free    ${slotAt}`),
      ],
    };
  },
};
