import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WrongUsage, type Command, type CommandCall, type Outcome, type StudioClient } from '../../electron/cli/command.ts';
import { scheduleCommand } from '../../electron/cli/scheduleCommand.ts';
import { slotsCommand } from '../../electron/cli/slotsCommand.ts';
import { asChannel, readChannel } from '../../electron/publish/readChannels.ts';
import { channels } from '../../electron/store/schema.ts';
import type { Plan } from '../../shared/schedule/plan.ts';
import { call, openPlanner, type Planner } from './support/openPlanner.ts';

let planner: Planner;
beforeEach(() => {
  planner = openPlanner();
  planner.addChannel('a', { slots: [] });
});
afterEach(() => planner[Symbol.dispose]());

/** Runs a command on the planner's services, without a door between. */
async function run(command: Command, ...args: string[]): Promise<NonNullable<Outcome>> {
  const { store, schedule } = planner;
  const listAll = () => store.read.select().from(channels).all().map(asChannel);
  const client = {
    schedule,
    system: { info: () => ({ now: new Date(planner.clock.ms).toISOString() }) },
    channels: {
      list: listAll,
      setPlan: ({ channelId, plan }: { channelId: string; plan: Plan }) => {
        store.write
          .update(channels)
          .set({ plan: JSON.stringify(plan) })
          .where(eq(channels.id, channelId))
          .run();
        return asChannel(readChannel(store.read, channelId));
      },
    },
  } as unknown as StudioClient; // the procedures that these commands call, as a door would answer them
  const { positionals, values } = parseArgs({ args, options: command.options, allowPositionals: true });
  const nothing = async (): Promise<never> => Promise.reject(new Error('not asked for'));
  const connection = { client, work: nothing, rest: nothing, close: nothing };
  const about = { positionals, values, home: planner.home, env: {}, signal: call.signal, studio: async () => connection };
  const outcome = await command.run(about as unknown as CommandCall); // these commands use nothing else of a call
  if (outcome === null) throw new Error('it said nothing');
  return outcome;
}

test('slots are shown, changed one by one, and refused in plain words', async () => {
  expect((await run(slotsCommand, 'a')).lines[0]).toBe('slots   none');
  const changed = await run(slotsCommand, 'a', '--set', 'mon-fri 18:00, sat 10:30', '--zone', 'Europe/Berlin', '--gap', '60');
  expect(changed.document).toMatchObject({ plan: { zone: 'Europe/Berlin', minGapMinutes: 60, maxPerDay: 3 } });
  expect(changed.lines.slice(3, 5)).toEqual(['free    2026-11-20T17:00:00.000Z', 'free    2026-11-21T09:30:00.000Z']);
  const again = await run(slotsCommand, 'a', '--max', '1', '--zone', '');
  expect(again.document).toMatchObject({
    plan: { zone: null, minGapMinutes: 60, maxPerDay: 1, slots: [{ days: [1, 2, 3, 4, 5] }, { days: [6] }] },
  });
  for (const bad of [
    ['--set', '18:00'],
    ['--zone', 'Mars/Olympus'],
    ['--max', '0'],
    ['--gap', 'much'],
  ])
    await expect(run(slotsCommand, 'a', ...bad)).rejects.toBeInstanceOf(WrongUsage);
  await expect(run(slotsCommand, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a plan is looked at, applied, listed and given back', async () => {
  const [file, back] = [join(planner.home, 'plan.csv'), join(planner.home, 'back.JSON')];
  writeFileSync(file, `channel,at,film,caption\na,2026-11-21 18:00,${planner.film('one.mp4')},Hello\na,sometime,,\n`);
  const looked = await run(scheduleCommand, 'import', file);
  expect(looked.lines.at(-1)).toMatch(/^1 posts would be made/);
  const applied = await run(scheduleCommand, 'import', file, '--apply', '--approve');
  expect(applied.document).toMatchObject({
    made: 1,
    rows: [
      { line: 2, problem: null },
      { line: 3, problem: expect.stringMatching(/not a time/) },
    ],
  });
  expect((await run(scheduleCommand)).document).toMatchObject({
    posts: [{ at: '2026-11-21T18:00:00.000Z', state: 'scheduled' }],
    more: false,
  });
  expect((await run(scheduleCommand, '--from', '2026-11-22T00:00:00Z')).document).toMatchObject({ posts: [] });
  await run(scheduleCommand, 'export', back);
  expect(JSON.parse(readFileSync(back, 'utf8'))).toMatchObject([{ channel: 'a', at: '2026-11-21T18:00:00.000Z', caption: 'Hello' }]);
});

test('what makes no sense is wrong usage, and a file that is not there is told', async () => {
  for (const args of [['export'], ['export', 'plan.txt'], ['import', 'a.csv', '--approve'], ['dance']])
    await expect(run(scheduleCommand, ...args)).rejects.toBeInstanceOf(WrongUsage);
  await expect(run(scheduleCommand, 'import', '/nowhere/plan.csv')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
