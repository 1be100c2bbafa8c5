import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStudio, startStudio } from './startStudio.ts';

/* The calendar in a real browser over a real studio: posting times, an imported plan, moves by mouse and by keyboard, many at once. */
let studio: RunningStudio;
test.beforeAll(async () => {
  studio = await startStudio(mkdtempSync(join(tmpdir(), 'tidereel-calendar-')), {
    TIDEREEL_TEST: '1',
    TIDEREEL_NOW: '2026-11-10T09:00:00Z',
  });
});
test.afterAll(async () => studio.stop());

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([]);
}

const plan = [
  'channel,at,title',
  'practice,,First',
  'practice,2026-11-18T09:00:00Z,Second',
  'practice,2026-11-19T09:00:00Z,Third',
  'nobody,,Fourth',
].join('\n');

test('a plan is made, imported, moved and called off', async ({ page }) => {
  await page.clock.setSystemTime(new Date('2026-11-10T09:00:00Z'));
  await page.goto(studio.address);
  await page.getByRole('link', { name: 'Calendar' }).click();

  await test.step('posting times make free slots', async () => {
    await page.getByRole('button', { name: 'Set posting times' }).click(); // the empty calendar tells what to do
    await page.getByRole('button', { name: 'Every day 18:00' }).click();
    await page.getByRole('button', { name: 'Save posting times' }).click();
    await expect(page.getByText(/The next free times: /)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Calendar' }).click();
    await expect(page.getByRole('button', { name: /^Free slot 18:00/ }).first()).toBeVisible();
  });

  await test.step('an imported plan says line by line what comes of it', async () => {
    await page.getByRole('button', { name: 'Import and export' }).click();
    await page.getByRole('menuitem', { name: 'Import posts…' }).click();
    await page.getByLabel('Plan as text').fill(plan);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await expect(page.getByText(/There is no channel “nobody”/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Make 3 posts' }).click();
    await expect(page.getByRole('button', { name: /^18:00 ?First/ })).toBeVisible();
  });

  await test.step('the mouse moves a post, and Undo moves it back', async () => {
    const post = page.getByRole('button', { name: /Second/ });
    const top = async (): Promise<number> => Math.round((await post.boundingBox())?.y ?? 0);
    const before = await top();
    await post.dragTo(page.getByRole('button', { name: 'November 25, 2026' }), { targetPosition: { x: 60, y: 95 } });
    await expect(page.getByText('“Second” is moved')).toBeVisible();
    expect(await top()).toBeGreaterThan(before); // a week further down
    await page.getByRole('alert').filter({ hasText: '“Second” is moved' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(top).toBe(before);
  });

  await test.step('the keyboard moves a post and opens it', async () => {
    await page.getByRole('button', { name: /Third/ }).focus();
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Move to…' }).press('Enter');
    await page.getByRole('group', { name: 'Next free slots' }).getByRole('button').first().click();
    await expect(page.getByText('“Third” is moved')).toBeVisible();
    await page.getByRole('button', { name: /Third/ }).press('Enter');
    await expect(page.getByRole('dialog', { name: 'Third' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('many posts are called off at once', async () => {
    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'Select all 3' }).click();
    await page.getByRole('button', { name: 'Call off' }).click();
    await expect(page.getByText('3 posts called off')).toBeVisible();
    await expect(page.getByText('Called off', { exact: true })).toHaveCount(3);
    await expectAccessible(page);
  });
});
