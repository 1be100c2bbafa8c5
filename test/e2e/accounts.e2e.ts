import { expect, type BrowserContext, type Locator, type Page, test } from '@playwright/test';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { makeVideo } from '../quality/makeVideo.ts';
import { inspect } from './inspect.ts';
import { enter, tabTo } from './keyboard.ts';
import { openDesk, type Desk } from './openDesk.ts';

/* Accounts in the window, against stand-ins of the four platforms: keys, sign-in through the platform's own page, and out. */
test.describe.configure({ mode: 'serial' });

let desk: Desk;
test.beforeAll(async () => {
  desk = await openDesk();
});
test.afterAll(async () => desk.close());

const dialogOf = (page: Page, name: RegExp): Locator => page.getByRole('dialog', { name });
const card = (page: Page, name: string): Locator => page.getByRole('region', { name });

/** Types the keys of a platform into the step of the wizard that asks for them. */
async function typeKeys(dialog: Locator, platform: RemotePlatform, change: Record<string, string> = {}): Promise<void> {
  const { fields } = await desk.client.setup.guide({ platform });
  const keys: Record<string, string | undefined> = { ...desk.platforms.announced.keys[platform], ...change };
  for (const { name, label, choices } of fields) {
    const value = keys[name];
    if (value === undefined) continue;
    const choice = choices.find((one) => one.value === value);
    if (choice === undefined) await dialog.getByLabel(new RegExp(`^${label}`)).fill(value);
    else await dialog.getByRole('radio', { name: choice.label }).check();
  }
  await dialog.getByRole('button', { name: 'Store keys' }).click();
  await expect(dialog.getByText(/keys are stored/)).toBeVisible();
}

/** Opens the platform's own page in a second tab and answers it there. Answers that tab. */
async function answerAt(context: BrowserContext, dialog: Locator, answer: 'Allow' | 'Refuse'): Promise<Page> {
  const [tab] = await Promise.all([context.waitForEvent('page'), dialog.getByRole('link', { name: /^(Sign in to|Open) / }).click()]);
  await tab.getByRole('button', { name: answer }).click();
  return tab;
}

test('TikTok is set up step by step, wrong keys are told, a refusal is explained, and then it is signed in', async ({ page, context }) => {
  await desk.open(page, 'Channels');
  await expect(page.getByText('No account yet')).toBeVisible();
  await inspect(page, 'channels-empty');
  await page.getByRole('button', { name: 'Add your first account' }).click();
  await expect(dialogOf(page, /Add an account/)).toBeVisible();
  await inspect(page, 'connect-pick');
  await dialogOf(page, /Add an account/)
    .getByRole('button', { name: /^TikTok/ })
    .click();
  const dialog = dialogOf(page, /Set up TikTok/);
  const next = dialog.getByRole('button', { name: 'Next step' });
  const check = dialog.getByRole('button', { name: 'Check this step' });

  await test.step('the steps before the keys', async () => {
    await expect(dialog.getByRole('heading', { name: 'Make an app' })).toBeVisible();
    await inspect(page, 'connect-guide');
    await next.click();
    await next.click();
    await expect(dialog.getByText(/127\.0\.0\.1|localhost/).first()).toBeVisible(); // the address to paste at TikTok
    await check.click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await inspect(page, 'connect-redirect');
    await next.click();
    await next.click();
    await next.click();
  });

  await test.step('wrong keys are told where they are checked', async () => {
    await inspect(page, 'connect-keys');
    await typeKeys(dialog, 'tiktok', { clientSecret: 'not-the-secret-of-this-app' });
    await next.click();
    await check.click();
    await expect(dialog.getByRole('alert')).toContainText(/TikTok/);
    await expect(dialog.getByRole('alert')).toContainText(/secret/i);
    await inspect(page, 'connect-wrong-keys');
    await dialog.getByRole('button', { name: 'Back' }).click();
    await dialog.getByRole('button', { name: 'Replace them' }).click();
    await typeKeys(dialog, 'tiktok');
    await check.click();
    await expect(dialog.getByRole('alert').last()).toBeVisible();
    await next.click();
    await check.click();
    await expect(dialog.getByRole('alert')).toContainText(/TikTok (knows|accepts|took)/i);
    await next.click();
  });

  await test.step('refused at TikTok', async () => {
    await dialog.getByRole('button', { name: 'Sign in to TikTok' }).click();
    const walk = dialogOf(page, /Sign in to TikTok/);
    await inspect(page, 'sign-in-waiting');
    const tab = await answerAt(context, walk, 'Refuse');
    await expect(tab.getByRole('heading', { name: 'Not signed in to TikTok' })).toBeVisible();
    await inspect(tab, 'callback-refused');
    await tab.close();
    await expect(walk.getByRole('alert')).toBeVisible();
    await expect(walk.getByRole('alert')).not.toContainText('access_denied');
    await inspect(page, 'sign-in-refused');
    await walk.getByRole('button', { name: 'Try again' }).click();
  });

  await test.step('allowed at TikTok', async () => {
    const walk = dialogOf(page, /Sign in to TikTok/);
    const tab = await answerAt(context, walk, 'Allow');
    await expect(tab.getByRole('heading', { name: 'You are signed in to TikTok' })).toBeVisible();
    await tab.close();
    await expect(walk.getByText('You are signed in to TikTok')).toBeVisible();
    await inspect(page, 'sign-in-done');
    await walk.getByRole('button', { name: 'Done' }).click();
    await expect(card(page, 'TikTok: Mia Makes').getByText('Ready')).toBeVisible();
  });
});

test('YouTube and two Instagram accounts join, each from one sign-in', async ({ page, context }) => {
  await desk.open(page, 'Channels');
  const start = async (platform: RemotePlatform, label: string): Promise<Locator> => {
    await page.getByRole('button', { name: 'Add an account' }).click();
    await page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
    const dialog = dialogOf(page, new RegExp(`Set up ${label}`));
    await dialog.getByRole('button', { name: /Store the keys/ }).click(); // steps may be taken in any order
    await typeKeys(dialog, platform);
    await dialog
      .getByRole('button', { name: /Sign in/ })
      .first()
      .click();
    await dialog.getByRole('button', { name: new RegExp(`^Sign in to ${label}`) }).click();
    return dialogOf(page, new RegExp(`Sign in to ${label}`));
  };

  await test.step('YouTube', async () => {
    const walk = await start('youtube', 'YouTube');
    await (await answerAt(context, walk, 'Allow')).close();
    await expect(walk.getByText('You are signed in to YouTube')).toBeVisible();
    await walk.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('region', { name: /^YouTube: / }).getByText('Ready')).toBeVisible();
  });

  await test.step('Instagram, whose person manages two Pages', async () => {
    const walk = await start('instagram', 'Instagram');
    await (await answerAt(context, walk, 'Allow')).close();
    await expect(walk.getByRole('checkbox')).toHaveCount(2);
    await inspect(page, 'sign-in-choose');
    for (const box of await walk.getByRole('checkbox').all()) await box.check();
    await walk.getByRole('button', { name: 'Add 2 accounts' }).click();
    await walk.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('region', { name: /^Instagram: / })).toHaveCount(2);
  });
  await inspect(page, 'channels');
});

test('X is connected with the keyboard alone', async ({ page, context }) => {
  await desk.open(page, 'Channels');
  await enter(page, page.getByRole('button', { name: 'Add an account' }));
  await enter(page, dialogOf(page, /Add an account/).getByRole('button', { name: /^X/ }));
  const dialog = dialogOf(page, /Set up X/);
  await enter(page, dialog.getByRole('button', { name: /Store the client ID/ }));
  await tabTo(page, dialog.getByLabel(/^OAuth 2.0 client ID/));
  await page.keyboard.type(desk.platforms.announced.keys.x['clientId'] ?? '');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/keys are stored/)).toBeVisible();
  await enter(page, dialog.getByRole('button', { name: /Sign in/ }).first());
  await enter(page, dialog.getByRole('button', { name: 'Sign in to X', exact: true }));
  const walk = dialogOf(page, /Sign in to X/);
  await tabTo(page, walk.getByRole('link', { name: 'Sign in to X' }));
  const [tab] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
  await enter(tab, tab.getByRole('button', { name: 'Allow' }));
  await expect(tab.getByRole('heading', { name: 'You are signed in to X' })).toBeVisible();
  await tab.close();
  await enter(page, walk.getByRole('button', { name: 'Done' }));
  await expect(card(page, 'X: Mia Moves').getByText('Ready')).toBeVisible();
});

test('a sign-in that ended is told on the card and in the post, and a new one lets the post go on', async ({ page, context }) => {
  const film = await makeVideo(desk.home, { seconds: 4, size: '720x1280', fps: 30 });
  const channels = await desk.client.channels.list();
  const tiktok = channels.find(({ platform }) => platform === 'tiktok');
  desk.platforms.tiktok.killTokens('mia', { refresh: true });
  const [post] = await desk.client.posts.create({
    channelIds: [tiktok?.id ?? ''],
    videoPath: film,
    title: 'Waits for its sign-in',
    caption: 'Later',
    approve: true,
  });
  await desk.open(page, 'Channels');
  const account = card(page, 'TikTok: Mia Makes');
  await expect(account.getByText('Needs a new sign-in')).toBeVisible();
  await expect(account.getByText(/Nothing is lost/)).toBeVisible();
  await inspect(page, 'channels-sign-in-ended');

  await page.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('button', { name: 'Waits for its sign-in', exact: true }).click();
  await expect(page.getByText(/needs a new sign-in/)).toBeVisible();
  await inspect(page, 'post-sign-in-ended');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in again' }).first().click();
  const walk = dialogOf(page, /Sign in to TikTok/);
  await (await answerAt(context, walk, 'Allow')).close();
  await walk.getByRole('button', { name: 'Done' }).click();
  await expect.poll(async () => (await desk.client.posts.get({ postId: post?.id ?? '' })).state, { timeout: 60_000 }).toBe('live');
  expect(desk.platforms.tiktok.published()).toHaveLength(1);
});

test('signing out says what it does, gives the permission back, and leaves practice as it is', async ({ page }) => {
  await desk.open(page, 'Channels');
  const practice = page.getByRole('region', { name: /^Practice: / });
  await expect(practice.getByRole('button', { name: /Sign out/ })).toHaveCount(0);
  const account = card(page, 'X: Mia Moves');
  await account.getByRole('button', { name: 'Sign out…' }).click();
  const dialog = dialogOf(page, /Sign out of Mia Moves/);
  await expect(dialog.getByText(/gives its permission back/)).toBeVisible();
  await inspect(page, 'sign-out');
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(account.getByText('Signed out', { exact: true })).toBeVisible();
  expect(desk.platforms.x.questions.filter(({ name }) => name === 'revoke').length).toBeGreaterThan(0);
  await expect(practice).toBeVisible();
  await account.getByRole('button', { name: 'What new posts begin with…' }).click();
  await expect(dialogOf(page, /begin with/)).toBeVisible();
  await inspect(page, 'channel-defaults');
});
