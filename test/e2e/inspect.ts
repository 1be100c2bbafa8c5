import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { join } from 'node:path';

/** A folder for pictures of everything that is inspected, for a person to look at. */
const album = process.env['TIDEREEL_SHOTS'];
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];

const setScheme = (page: Page, scheme: string): Promise<void> =>
  page.evaluate(async (name) => {
    document.documentElement.setAttribute('data-mantine-color-scheme', name);
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished)); // half-faded words have no contrast
  }, scheme);

/** What a person with a screen reader or a keyboard would trip over, dark and light; `name` says which view it is. */
export async function inspect(page: Page, name: string, { toasts = false } = {}): Promise<void> {
  const scheme = await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme') ?? 'dark');
  for (const shown of ['light', 'dark']) {
    await setScheme(page, shown);
    const axe = new AxeBuilder({ page }).setLegacyMode(); // without a page of its own for each answer: there are no frames here
    if (!toasts) axe.exclude('.mantine-Notifications-root'); // they may fade away while they are looked at
    const { violations } = await (shown === 'light' ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe).analyze(); // the rest is the same in both
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect.soft(found, `${name}, ${shown}`).toEqual([]);
    if (album !== undefined) await picture(page, `${name}-${shown}`);
  }
  await setScheme(page, scheme);
}

async function picture(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(album ?? '.', `${name}-${size.width}.png`), animations: 'disabled' });
  }
  if (before !== null) await page.setViewportSize(before);
}
