import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCell, safeCell } from '../../electron/schedule/safeCell.ts';
import { readPlanCsv } from '../../electron/schedule/readPlanCsv.ts';
import { readWhen } from '../../electron/schedule/readWhen.ts';
import type { Slot } from '../../shared/schedule/plan.ts';
import { call, openPlanner, type Planner } from './support/openPlanner.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const daily = (...times: string[]): Slot[] => times.map((time) => ({ days: EVERY_DAY, time, score: null }));
const span = { from: '2026-11-01T00:00:00Z', to: '2027-11-01T00:00:00Z' };

let planner: Planner;
beforeEach(() => {
  planner = openPlanner();
  planner.addChannel('a', { slots: daily('18:00'), jitterMinutes: 0, zone: 'Europe/Berlin' });
  planner.addChannel('tube', { slots: [] }, 'youtube');
});
afterEach(() => planner[Symbol.dispose]());

type Options = { apply?: boolean; approve?: boolean; format?: 'csv' | 'json'; into?: Planner };
const load = async (text: string, { apply = true, approve = false, format = 'csv', into = planner }: Options = {}) =>
  into.schedule.importPlan({ text, format, apply, approve }, call);
const problems = async (text: string, options?: Options) =>
  (await load(text, options)).rows.map(({ line, problem }) => [line, problem] as const);
const listAll = async (from: Planner) => from.posts.list({ limit: 200 }, call);
const csv = (...rows: string[]): string => ['channel,at,film,title,caption,options', ...rows].join('\r\n');

describe('reading a plan', () => {
  test('other work has its turns while many posts are made', async () => {
    let turns = 0;
    const count = (): void => void ((turns += 1), (next = setImmediate(count)));
    let next = setImmediate(count);
    const { made } = await load(csv(...Array.from({ length: 100 }, (_, index) => `a,draft,,Idea ${index},,`)));
    clearImmediate(next);
    expect(made).toBe(100);
    expect(turns).toBeGreaterThanOrEqual(9);
  });

  test('each row becomes a post at its time, by the clocks of its channel’s plan, or in the next free slot', async () => {
    const film = planner.film('one.mp4');
    const { rows, made } = await load(
      csv(
        `a,2026-11-21 18:00,${film},One,"Hello, ""you""\nthere",`,
        `a,2026-11-22T10:00:00+02:00,${film},Two,,`,
        `a,,${film},Three,next,`,
        `a,draft,${film},Four,no time,`,
        `tube,draft,,Idea,to be filmed,"{""privacy"": ""unlisted""}"`,
      ),
    );
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([[2, null], [4, null], [5, null], [6, null], [7, null]]); // prettier-ignore
    expect(made).toBe(5);
    const byTitle = new Map((await listAll(planner)).map((post) => [post.title, post]));
    expect(byTitle.get('One')).toMatchObject({
      at: '2026-11-21T17:00:00.000Z',
      caption: 'Hello, "you"\nthere',
      state: 'awaiting-approval',
    });
    expect(byTitle.get('Two')?.at).toBe('2026-11-22T08:00:00.000Z');
    expect(byTitle.get('Three')).toMatchObject({ at: '2026-11-20T17:00:00.000Z', slotAt: '2026-11-20T17:00:00.000Z' });
    expect(byTitle.get('Four')).toMatchObject({ at: null, state: 'awaiting-approval', hasFilm: true });
    expect(byTitle.get('Idea')).toMatchObject({
      at: null,
      state: 'draft',
      hasFilm: false,
      options: { privacy: 'unlisted', madeForKids: false },
    });
  });

  test('with a yes beforehand posts are scheduled, but never one that has no time', async () => {
    const film = planner.film('one.mp4');
    await load(csv(`a,2026-11-21 18:00,${film},One,,`, `a,draft,${film},Two,two,`), { approve: true });
    const states = (await listAll(planner)).map(({ title, state }) => [title, state]);
    expect(new Map(states as [string, string][])).toEqual(new Map([['One', 'scheduled'], ['Two', 'awaiting-approval']])); // prettier-ignore
  });

  test('a bad row is told with its line, and the others are made', async () => {
    const film = planner.film('one.mp4');
    const text = csv(
      `nobody,2026-11-21 18:00,${film},,,`,
      `a,2026-02-31 18:00,${film},,,`,
      `a,2026-11-19 18:00,${film},,,`,
      `a,2026-11-21 18:00,/no/such/film.mp4,,,`,
      `a,2026-11-21 18:00,film.mp4,,,`,
      `tube,,${film},,,`,
      `tube,2026-11-21 18:00,${film},,,{broken`,
      `tube,2026-11-21 18:00,${film},,,"{""privacy"": ""everyone""}"`,
      `tube,2026-11-21 18:00,${film},,,"{""hat"": 1}"`,
      `tube,2026-11-21 18:00,${film},,,"{""platform"": ""x""}"`,
      `a,2026-11-21 18:00,${film},${'x'.repeat(201)},,`,
      `a,2026-11-21 18:00,${film},,one,,more`,
      ``,
      `a,2026-11-21,${film},,,`,
      `a,2026-11-21 18:00,${film},Good,,`,
    );
    const { rows, made } = await load(text);
    expect(made).toBe(1);
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16]);
    const expected = [/no channel “nobody”.*a, tube/, /not a time/, /This time is over/, /no film at/, /whole path/, /no posting times/, /not JSON/, /“privacy” has a value/, /“hat” is no option of youtube/, /another platform/, /longer than 200/, /more cells/, /not a time/]; // prettier-ignore
    for (const [index, words] of expected.entries()) expect(rows[index]?.problem).toMatch(words);
    expect(rows.at(-1)).toMatchObject({ title: 'Good', channelId: 'a', at: '2026-11-21T17:00:00.000Z', problem: null });
  });

  test('looking first makes nothing and says the same', async () => {
    const film = planner.film('one.mp4');
    const text = csv(`a,2026-11-21 18:00,${film},One,,`, `a,never,${film},,,`);
    const looked = await load(text, { apply: false });
    expect([looked.made, (await listAll(planner)).length]).toEqual([0, 0]);
    expect((await load(text)).rows).toEqual(looked.rows);
  });

  test('the same file again makes nothing, and the same row twice is told', async () => {
    const film = planner.film('one.mp4');
    const text = csv(
      `a,2026-11-21 18:00,${film},One,,`,
      `a,,${film},Two,second,`,
      `a,draft,,Idea,,`,
      `a,2026-11-21T18:00+01:00,${film},Again,,`,
    );
    expect(await problems(text)).toEqual([[2, null], [3, null], [4, null], [5, 'Line 2 asks for the same post.']]); // prettier-ignore
    const again = await load(text);
    expect(again.made).toBe(0);
    expect(again.rows.map(({ problem }) => problem)).toEqual(Array(4).fill('This post exists already.'));
    expect(await listAll(planner)).toHaveLength(3);
  });

  test('semicolons, tabs, a byte order mark, other line ends and unknown columns are taken as they come', async () => {
    const film = planner.film('one.mp4');
    const given = `\uFEFFAt;Channel;Film;Mood;Caption\n2026-11-21 18:00;a;${film};happy;one, two\n2026-11-22 18:00;a;${film};;"a;b"\n`;
    expect(await problems(given)).toEqual([[1, 'This column is not known and was left out: “mood”.'], [2, null], [3, null]]); // prettier-ignore
    const tabs = `channel\tat\tfilm\tcaption\ra\t2026-11-23 18:00\t${film}\tthree\r`;
    expect(await problems(tabs)).toEqual([[2, null]]);
    expect((await listAll(planner)).map(({ caption }) => caption).toSorted()).toEqual(['a;b', 'one, two', 'three']);
  });

  test('a quotation mark that is never closed spoils its row and not the ones before it', async () => {
    const film = planner.film('one.mp4');
    const found = await problems(csv(`a,2026-11-21 18:00,${film},One,,`, `a,2026-11-22 18:00,${film},"Two,,`));
    expect(found[0]).toEqual([2, null]);
    expect(found[1]?.[1]).toMatch(/quotation mark/i);
  });

  test('a list in JSON is taken too, and what is no list is refused whole', async () => {
    const film = planner.film('one.mp4');
    const list = [
      { channel: 'tube', at: '2026-11-21T18:00:00Z', film, options: { privacy: 'private' }, title: '=1+1' },
      { channel: 7 },
      'nonsense',
      { channel: 'A', at: '2026-11-21T18:00:00Z', film, mood: 'happy' },
    ];
    const { rows, made } = await load(JSON.stringify(list), { format: 'json' });
    expect(made).toBe(2);
    expect(rows.map(({ line, problem }) => [line, problem?.slice(0, 25) ?? null])).toEqual([
      [1, 'This column is not known '],
      [1, null],
      [2, '“channel” is not a text. '],
      [3, 'This entry is not a post.'],
      [4, null],
    ]);
    expect((await listAll(planner)).map(({ title }) => title)).toContain('=1+1');
    for (const broken of ['{}', '', 'channel,at', '[1'])
      await expect(load(broken, { format: 'json' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(load('channel,at\n')).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('a time in a plan', () => {
  test('it is read with its zone, or by the clocks of the plan, over both changes', () => {
    const at = (text: string): unknown => {
      const when = readWhen(text, 'Europe/Berlin');
      return typeof when === 'string' ? 'bad' : when.kind === 'at' ? new Date(when.ms).toISOString().slice(0, 16) : when.kind;
    };
    expect(at('2026-11-21T18:00:00Z')).toBe('2026-11-21T18:00');
    expect(at('2026-11-21 18:00 +02:00')).toBe('2026-11-21T16:00');
    expect(at('2026-11-21T18:00[Asia/Tokyo]')).toBe('2026-11-21T09:00');
    expect(at(' 2026-11-21 8:05 ')).toBe('2026-11-21T07:05');
    expect(at('2026-03-29 02:30')).toBe('2026-03-29T01:30');
    expect(at('2026-10-25 02:30')).toBe('2026-10-25T00:30');
    expect([at(''), at('Draft')]).toEqual(['next-slot', 'no-time']);
    for (const bad of ['tomorrow', '2026-11-21', '18:00', '2026-13-01 18:00', '2026-11-21 25:00', '21.11.2026 18:00', '1e9'])
      expect(at(bad)).toBe('bad');
  });
});

describe('writing a plan', () => {
  test('a cell that a spreadsheet would run is made harmless, and every text comes back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@\t\r'a][ -~]{0,5}$/)), (text) => {
        expect(safeCell(text)).not.toMatch(/^[=+\-@\t\r]/);
        expect(openCell(safeCell(text))).toBe(text);
      }),
    );
    expect(safeCell('=HYPERLINK("x")')).toBe('\'=HYPERLINK("x")');
    expect(safeCell('plain')).toBe('plain');
  });

  test.each(['csv', 'json'] as const)('read in again on an empty studio, the %s is the same plan', async (format) => {
    const film = planner.film('film, "one".mp4');
    await load(
      csv(
        `a,2026-11-21 18:00,"${film.replaceAll('"', '""')}",'=SUM(A1),"@you, -- ""hi""\r\nsecond line; 🎬",`,
        `a,2026-11-25 18:00:30,"${film.replaceAll('"', '""')}",Two,,`,
        `tube,2026-11-22T10:00:00Z,"${film.replaceAll('"', '""')}",Three,+1,"{""tags"": [""a"",""b""], ""privacy"": ""private""}"`,
        `tube,draft,,Idea,''=quoted,`,
        `a,2026-12-24 12:00,,Dated idea,,`,
      ),
    );
    const { text, name } = await planner.schedule.exportPlan({ ...span, format }, call);
    expect(name).toBe(`tidereel-plan-2026-11-01-to-2027-11-01.${format}`);
    if (format === 'csv') expect(text).not.toMatch(/(^|[,"])[=+@]/m);
    using other = openPlanner();
    other.addChannel('a', {});
    other.addChannel('tube', {}, 'youtube');
    const { made, rows } = await load(text, { format, into: other });
    expect(rows.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    expect(made).toBe(5);
    const shape = async (from: Planner) =>
      (await listAll(from))
        .map(({ channelId, at, title, caption, options, hasFilm, state }) => ({ channelId, at, title, caption, options, hasFilm, state }))
        .toSorted((one, two) => one.title.localeCompare(two.title));
    expect(await shape(other)).toEqual(await shape(planner));
    expect((await shape(planner)).map(({ title }) => title)).toContain('=SUM(A1)');
    expect((await other.schedule.exportPlan({ ...span, format }, call)).text).toBe(text);
  });

  test('what is live, cancelled or of another channel or time is no part of it', async () => {
    const film = planner.film('one.mp4');
    await load(
      csv(
        `a,2026-11-21 18:00,${film},One,,`,
        `a,2026-11-22 18:00,${film},Gone,,`,
        `tube,2026-11-23T18:00Z,${film},Other,,`,
        `a,2028-01-01 18:00,${film},Far,,`,
      ),
    );
    const gone = (await listAll(planner)).find(({ title }) => title === 'Gone');
    await planner.posts.cancel({ postId: gone?.id ?? '' }, call);
    const { text } = await planner.schedule.exportPlan({ ...span, channelIds: ['a'], format: 'csv' }, call);
    expect(readPlanCsv(text).rows.map(({ cells }) => cells.title)).toEqual(['One']);
  });
});
