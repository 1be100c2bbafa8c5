import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStudio, startStudio } from './startStudio.ts';

/* One real recording through all of it, in a real browser: import, words, clip, cut, caption, render, post, proof, numbers. */
const shared = join(import.meta.dirname, '../../../shared/samples/media/word-timed');
const own = join(import.meta.dirname, '../../resources/sample');
const recording = existsSync(join(shared, 'manifesto.mp4'))
  ? { video: join(shared, 'manifesto.mp4'), words: join(shared, 'manifesto.json') }
  : { video: join(own, 'sample.mp4'), words: join(own, 'sample.srt') };

let home: string;
let studio: RunningStudio;
test.beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tidereel-e2e-'));
  studio = await startStudio(home);
});
test.afterAll(async () => studio.stop());

/** What a person with a screen reader or a keyboard would trip over. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  ).toEqual([]);
}

const playheadTotal = async (page: Page): Promise<string> =>
  (await page.getByRole('timer', { name: 'Playhead' }).innerText()).split('/')[1]?.trim() ?? '';
const preview = (page: Page) => page.getByRole('region', { name: 'Preview' }).locator('video');

test('a recording becomes a proven practice post, and its first numbers arrive', async ({ page, context }) => {
  test.setTimeout(300_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));

  let title = '';
  await test.step('import a recording and its words', async () => {
    await page.goto(studio.address);
    await expect(page.getByRole('button', { name: /sample recording/i })).toBeVisible(); // the empty state tells what to do
    await expectAccessible(page);
    await page.getByLabel('Recording to add').setInputFiles(recording.video);
    const words = page.getByRole('region', { name: 'What is said' });
    await expect(words).toBeVisible();
    await page.getByLabel('Transcript or subtitle file').setInputFiles(recording.words);
    await expect(words.getByText(/\d+ words/)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('find clips and open one', async () => {
    await page.getByLabel('Shortest').fill('6');
    await page.getByLabel('Longest').fill('10');
    await page.getByRole('button', { name: 'Find clips' }).click();
    const best = page.getByRole('article').first();
    title = (await best.getByRole('heading').innerText()).trim();
    await best.getByRole('button', { name: /^Edit / }).click();
    await expect(page.getByRole('timer', { name: 'Playhead' })).toBeVisible();
  });

  await test.step('play the preview', async () => {
    await expect
      .poll(async () => preview(page).evaluate((video: HTMLVideoElement) => (video.readyState >= 2 ? video.duration : 0)), {
        timeout: 90_000,
      })
      .toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => preview(page).evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0.5);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expectAccessible(page);
  });

  await test.step('cut words, undo, redo', async () => {
    const before = await playheadTotal(page);
    const words = page.getByRole('listbox', { name: 'Words of the film' }).getByRole('option', { selected: false });
    await words.nth(3).click();
    await words.nth(4).click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Cut words' }).click();
    await expect.poll(() => playheadTotal(page)).not.toBe(before);
    const after = await playheadTotal(page);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(() => playheadTotal(page)).toBe(before);
    await page.getByRole('button', { name: /^Redo/ }).click();
    await expect.poll(() => playheadTotal(page)).toBe(after);
    await expect(page.getByText('Saved')).toBeVisible();
  });

  await test.step('choose a caption style, reload, and find everything as it was left', async () => {
    await page.getByRole('tab', { name: 'Captions' }).click();
    await page.getByRole('radio', { name: /Pop/ }).click();
    await expect(page.getByText('Saved')).toBeVisible();
    const total = await playheadTotal(page);
    await page.reload();
    await expect.poll(() => playheadTotal(page)).toBe(total);
    await page.getByRole('tab', { name: 'Captions' }).click();
    await expect(page.getByRole('radio', { name: /Pop/ })).toBeChecked();
    await expectAccessible(page);
  });

  await test.step('render and check', async () => {
    await page.getByRole('button', { name: 'Render', exact: true }).click();
    await page.getByRole('button', { name: 'Start rendering' }).click();
    await expect(page.getByLabel(/Quality \d+ of 100/)).toBeVisible({ timeout: 180_000 });
    await page.getByRole('button', { name: 'Watch', exact: true }).click();
    const film = page.getByLabel(/Finished film/);
    await expect.poll(async () => film.evaluate((video: HTMLVideoElement) => `${video.videoWidth}×${video.videoHeight}`)).toBe('1080×1920');
    await page.getByRole('button', { name: 'Close the player' }).click();
    await expectAccessible(page);
  });

  await test.step('post, approved at once, and watch it go live', async () => {
    await page.getByRole('button', { name: 'Post…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Post “/ });
    await dialog.getByLabel('Caption').fill('Posted from my own desk #practice');
    await dialog.getByLabel('I have watched this and approve it').check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: /^(Post|Put|Send|Queue|Schedule)/ }).click();
    await expect(dialog).toBeHidden();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Queue' }).click();
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
  });

  await test.step('open the practice post', async () => {
    await page.getByRole('button', { name: title, exact: true }).click();
    const link = page.getByRole('link', { name: 'Open practice post' });
    await expect(link).toBeVisible();
    await expectAccessible(page);
    const [post] = await Promise.all([context.waitForEvent('page'), link.click()]);
    await expect(post.getByText(/PRACTICE/).first()).toBeVisible();
    await expect(post.getByText('Posted from my own desk #practice')).toBeVisible();
    await expect.poll(async () => post.locator('video').evaluate((video: HTMLVideoElement) => video.duration)).toBeGreaterThan(4);
    await post.close();
  });

  await test.step('settings, by keyboard and eye', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('twenty minutes later the first numbers are there', async () => {
    await studio.stop();
    studio = await startStudio(home, { TIDEREEL_TEST: '1', TIDEREEL_NOW: new Date(Date.now() + 20 * 60_000).toISOString() });
    await page.goto(studio.address);
    await page.getByRole('link', { name: 'Queue' }).click();
    await expect(page.getByText(/\d+ views/)).toBeVisible();
  });
  expect(troubles.filter((trouble) => !/ERR_CONNECTION|Failed to fetch|net::/.test(trouble))).toEqual([]); // the studio was stopped under the open window
});

test('a file that only calls itself a video is refused in one sentence, and nothing is kept of it', async ({ page }) => {
  const address = await startStudio(mkdtempSync(join(tmpdir(), 'tidereel-e2e-'))).then((other) => {
    test.info().annotations.push({ type: 'studio', description: other.address });
    return other;
  });
  try {
    await page.goto(address.address);
    await page
      .getByLabel('Recording to add')
      .setInputFiles({ name: 'holiday.mp4', mimeType: 'video/mp4', buffer: Buffer.from('this is a shopping list\n'.repeat(200)) });
    await expect(page.getByText(/holiday\.mp4/).first()).toBeVisible();
    await expect(page.getByRole('button', { name: /sample recording/i })).toBeVisible();
  } finally {
    await address.stop();
  }
});
