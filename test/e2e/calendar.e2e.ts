import { expect, type Locator, type Page, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeVideo } from '../quality/makeVideo.ts';
import { inspect } from './inspect.ts';
import { tabTo } from './keyboard.ts';
import { openDesk, type Desk } from './openDesk.ts';

/* The calendar in a real browser over a real studio: posting times, an imported plan, moves by mouse and by keyboard, many at once. */
test.describe.configure({ mode: 'serial' });

const now = '2026-11-10T09:00:00Z';
let desk: Desk;
test.beforeAll(async () => {
  desk = await openDesk({ TIDEREEL_NOW: now });
});
test.afterAll(async () => desk.close());

async function openCalendar(page: Page): Promise<void> {
  await page.clock.setSystemTime(new Date(now));
  await desk.open(page, 'Calendar');
}

const toast = (page: Page, words: string): Locator => page.getByRole('alert').filter({ hasText: words });

/** Twenty posts: one without a time, eighteen on days in a row, and one for a channel that does not exist. */
const plan = [
  'channel,at,title',
  'practice,,First',
  'practice,2026-11-18T09:00:00Z,Second',
  'practice,2026-11-19T09:00:00Z,Third',
  ...Array.from({ length: 16 }, (_, index) => `practice,2026-12-${String(index + 1).padStart(2, '0')}T09:00:00Z,December ${index + 1}`),
  'nobody,,Fourth',
].join('\n');

test('a plan is made, imported, moved and called off', async ({ page }) => {
  await openCalendar(page);
  await inspect(page, 'calendar-empty');

  await test.step('posting times make free slots', async () => {
    await page.getByRole('button', { name: 'Set posting times' }).click(); // the empty calendar tells what to do
    await page.getByRole('button', { name: 'Every day 18:00' }).click();
    await page.getByLabel('Least time between two posts').fill('180');
    await page.getByRole('button', { name: 'Save posting times' }).click();
    await expect(page.getByText(/The next free times: /)).toBeVisible();
    await inspect(page, 'calendar-times', { toasts: true });
    await page.getByRole('tab', { name: 'Calendar' }).click();
    await expect(page.getByRole('button', { name: /^Free slot 18:00/ }).first()).toBeVisible();
  });

  await test.step('an imported plan says line by line what comes of it', async () => {
    await page.getByRole('button', { name: 'Import and export' }).click();
    await page.getByRole('menuitem', { name: 'Import posts…' }).click();
    await page.getByLabel('Plan to import').setInputFiles({ name: 'plan.csv', mimeType: 'text/csv', buffer: Buffer.from(plan) });
    await expect(page.getByText(/There is no channel “nobody”/)).toBeVisible();
    await inspect(page, 'calendar-import');
    await page.getByRole('button', { name: 'Make 19 posts' }).click();
    await expect(page.getByRole('button', { name: /^18:00 ?First/ })).toBeVisible();
    await inspect(page, 'calendar-month');
  });

  await test.step('the mouse moves a post, and Undo moves it back', async () => {
    const post = page.getByRole('button', { name: /Second/ });
    const top = async (): Promise<number> => Math.round((await post.boundingBox())?.y ?? 0);
    const before = await top();
    await post.dragTo(page.getByRole('button', { name: 'November 25, 2026' }), { targetPosition: { x: 60, y: 95 } });
    await expect(page.getByText('“Second” is moved')).toBeVisible();
    expect(await top()).toBeGreaterThan(before); // a week further down
    await toast(page, '“Second” is moved').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(top).toBe(before);
  });

  await test.step('a day on which another post is too near is asked about first', async () => {
    const post = page.getByRole('button', { name: /Second/ });
    const left = async (): Promise<number> => Math.round((await post.boundingBox())?.x ?? 0);
    const before = await left();
    const drag = (): Promise<void> =>
      post.dragTo(page.getByRole('button', { name: 'November 19, 2026' }), { targetPosition: { x: 60, y: 95 } });
    await drag();
    const doubt = page.getByRole('dialog', { name: 'Move it there?' });
    await expect(doubt.getByRole('alert')).toBeVisible();
    await inspect(page, 'calendar-doubt');
    await doubt.getByRole('button', { name: 'Put back' }).click();
    await expect.poll(left).toBe(before);
    await drag();
    await doubt.getByRole('button', { name: 'Move anyway' }).click();
    await expect.poll(left).toBeGreaterThan(before);
    await expect(doubt).toBeHidden();
  });

  await test.step('the keyboard alone moves a post and opens it', async () => {
    const post = page.getByRole('button', { name: /Third/ });
    await post.focus(); // the walk over the days before it is long and the same for each
    await page.keyboard.press('m');
    await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Move to…' })).toBeFocused();
    await page.keyboard.press('Enter');
    const slot = page.getByRole('group', { name: 'Next free slots' }).getByRole('button').first();
    await slot.waitFor();
    await inspect(page, 'calendar-move');
    await tabTo(page, slot);
    await page.keyboard.press('Enter');
    await expect(page.getByText('“Third” is moved')).toBeVisible();
    await page.getByRole('button', { name: /Third/ }).press('Enter');
    await expect(page.getByRole('dialog', { name: 'Third' })).toBeVisible();
    await inspect(page, 'calendar-post');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('week, day and list show the same posts', async () => {
    await page.keyboard.press('w');
    await expect(page.getByRole('button', { name: /First/ })).toBeVisible();
    await inspect(page, 'calendar-week');
    await page.keyboard.press('d');
    await expect(page.getByRole('button', { name: /First/ })).toBeVisible();
    await inspect(page, 'calendar-day');
    await page.keyboard.press('l');
    await expect(page.getByRole('list', { name: /^Posts of/ }).getByRole('button', { name: 'First', exact: true })).toBeVisible();
    await inspect(page, 'calendar-list');
  });

  await test.step('the plan is saved as a file that holds every post', async () => {
    await page.getByRole('button', { name: 'Import and export' }).click();
    await page.getByRole('menuitem', { name: 'Export posts…' }).click();
    await inspect(page, 'calendar-export');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export', exact: true }).click()]);
    const text = await readFile(await file.path(), 'utf8');
    for (const title of ['First', 'Second', 'Third']) expect(text).toContain(title);
  });

  await test.step('many posts are called off at once', async () => {
    await page.getByRole('button', { name: 'Select all 3' }).click();
    await page.getByRole('button', { name: 'Call off' }).click();
    await expect(page.getByText('3 posts called off')).toBeVisible();
    await expect(page.getByText('Called off', { exact: true })).toHaveCount(3);
  });
});

test('ten thousand posts leave the page small', async ({ page }) => {
  const lines = Array.from({ length: 10_000 }, (_, index) => {
    const at = new Date(Date.parse('2027-01-01T00:00:00Z') + index * 250_000).toISOString();
    return `practice,${at},Post ${index}`;
  });
  const { made } = await desk.client.schedule.importPlan({ text: ['channel,at,title', ...lines].join('\n'), format: 'csv', apply: true });
  expect(made).toBe(10_000);
  await openCalendar(page);
  await page.getByRole('button', { name: 'Next month' }).click();
  await page.getByRole('button', { name: 'Next month' }).click();
  const size = (): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);
  await expect(page.getByRole('heading', { name: 'January 2027' })).toBeVisible();
  await expect(page.getByRole('button', { name: /(more|posts) on 2027-01-15/ })).toBeVisible();
  expect(await size()).toBeLessThan(4_000);
  await inspect(page, 'calendar-many');
  for (const key of ['w', 'd']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('button', { name: /posts on 2027-01-|Post \d+/ }).first()).toBeVisible();
    expect(await size()).toBeLessThan(4_000);
  }
  await page.keyboard.press('l');
  await expect(
    page
      .getByRole('list', { name: /^Posts of/ })
      .getByRole('listitem')
      .first(),
  ).toBeVisible();
  expect(await size()).toBeLessThan(4_000);
});

/** A feed on this computer; what is pushed into `items` is in it from then on. */
async function serveFeed(items: string[]): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => {
    const entries = items.map(
      (title) => `<item><title>${title}</title><link>https://example.com/${title}</link><guid>${title}</guid></item>`,
    );
    response.setHeader('content-type', 'application/rss+xml');
    response.end(`<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour news</title>${entries.join('')}</channel></rss>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, so it has no path
  return { url: `http://127.0.0.1:${port}/feed.xml`, close: () => server.close() };
}

test('what is new in a feed becomes a draft that asks for a film', async ({ page }) => {
  const items = ['Old'];
  const feed = await serveFeed(items);
  try {
    await openCalendar(page);
    await page.getByRole('tab', { name: 'Feeds' }).click();
    await inspect(page, 'feeds-empty');
    await page.getByRole('button', { name: 'Add a feed' }).click();
    const dialog = page.getByRole('dialog', { name: 'Follow a feed' });
    await dialog.getByLabel('Address of the feed').fill(feed.url);
    await dialog.getByRole('button', { name: 'Look into it' }).click();
    await expect(dialog.getByText('1 item now.')).toBeVisible();
    await dialog.getByRole('combobox', { name: 'Drafts for' }).click();
    await page.getByRole('option', { name: 'Practice' }).click();
    await page.keyboard.press('Tab');
    await inspect(page, 'feeds-add');
    await dialog.getByRole('button', { name: 'Follow it' }).click();
    const card = page.getByRole('article', { name: 'Harbour news' });
    await expect(card.getByText('0 drafts')).toBeVisible(); // what was there before makes none
    items.unshift('Lighthouse');
    await card.getByRole('button', { name: 'Read now: Harbour news' }).click();
    await expect(card.getByText('1 draft', { exact: false })).toBeVisible();
    await inspect(page, 'feeds');
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByRole('button', { name: 'Lighthouse', exact: true }).click();
    await expect(page.getByText('This draft has words but no film yet.')).toBeVisible();
    await inspect(page, 'post-draft');
  } finally {
    feed.close();
  }
});

test('a post that is live goes out again after its pause, with the next caption', async ({ page }) => {
  const { client } = desk;
  await client.channels.setPractice({
    uploadSeconds: 0,
    processingSeconds: 0,
    failShare: 0,
    loseAnswerShare: 0,
    rejectShare: 0,
    busyShare: 0,
  });
  const film = await makeVideo(desk.home, { seconds: 2, size: '360x640', fps: 24 });
  const [post] = await client.posts.create({ channelIds: ['practice'], videoPath: film, title: 'Sunrise', caption: 'One', approve: true });
  await expect.poll(async () => (await client.posts.get({ postId: post?.id ?? '' })).state, { timeout: 60_000 }).toBe('live');
  await openCalendar(page);
  await page.getByRole('tab', { name: 'Evergreen' }).click();
  await inspect(page, 'evergreen-empty');
  await page.getByRole('button', { name: 'Add a post' }).click();
  await page.getByRole('button', { name: 'Use again… Sunrise' }).click();
  const dialog = page.getByRole('dialog', { name: 'Use “Sunrise” again' });
  await dialog.getByLabel('Pause between two uses').fill('1');
  await dialog.getByRole('button', { name: 'Add a caption' }).click();
  await dialog.getByRole('textbox', { name: 'Caption 2' }).fill('Two');
  await inspect(page, 'evergreen-add');
  await dialog.getByRole('button', { name: 'Use it again' }).click();
  await expect(page.getByRole('article', { name: 'Sunrise' })).toBeVisible();
  await inspect(page, 'evergreen');
  await desk.restart({ TIDEREEL_NOW: '2026-11-12T10:00:00Z' });
  const copies = async (): Promise<string[]> =>
    (await desk.client.posts.list({ channelId: 'practice', states: ['awaiting-approval'] })).flatMap(({ title, caption }) =>
      title === 'Sunrise' ? [caption] : [],
    );
  await expect.poll(copies, { timeout: 60_000 }).toEqual(['Two']);
});
