import { expect, type Locator, type Page, test } from '@playwright/test';
import { defaultPlan } from '../../shared/schedule/plan.ts';
import { makeVideo } from '../quality/makeVideo.ts';
import { inspect } from './inspect.ts';
import { openDesk, type Desk } from './openDesk.ts';

/* One film to four stand-ins of real platforms: words and options of each, trouble at one of them, and what a person decides. */
test.describe.configure({ mode: 'serial' });

let desk: Desk;
let film: string;
const channel = { tiktok: '', youtube: '', instagram: '', x: '' };
test.beforeAll(async () => {
  desk = await openDesk();
  film = await makeVideo(desk.home, { seconds: 4, size: '720x1280', fps: 30, name: 'harbour.mp4' });
  for (const platform of ['tiktok', 'youtube', 'instagram', 'x'] as const) {
    const channelId = await desk.connect(platform);
    channel[platform] = channelId;
    // one that is late would otherwise be put where it keeps its distance from the others
    await desk.client.channels.setPlan({ channelId, plan: { ...defaultPlan, minGapMinutes: 0, maxPerDay: 100 } });
  }
});
test.afterAll(async () => desk.close());

const rows = (page: Page, title: string): Locator => page.getByRole('article', { name: title });
const row = (page: Page, title: string, platform: string): Locator => rows(page, title).filter({ hasText: `${platform} Mia` });
const drawer = (page: Page): Locator => page.getByRole('dialog');
const close = (page: Page): Promise<void> => page.keyboard.press('Escape');

/** A post that is approved and due at once. */
async function post(title: string, platform: keyof typeof channel, caption = `${title} #harbour`): Promise<string> {
  const [made] = await desk.client.posts.create({ channelIds: [channel[platform]], videoPath: film, title, caption, approve: true });
  return made?.id ?? '';
}

const stateOf = async (postId: string): Promise<string> => (await desk.client.posts.get({ postId })).state;
/** A failure then says why a post is not live. */
const tellOf = async (postId: string): Promise<string> => {
  const { state, at, reason } = await desk.client.posts.get({ postId });
  return `${state} ${at}: ${reason}`;
};

test('a film goes to four platforms with words and options of each, and all four are proven live', async ({ page }) => {
  await desk.open(page, 'Queue');
  await inspect(page, 'queue-empty');
  await page.getByRole('button', { name: 'New post…' }).click();
  await expect(page.getByRole('dialog', { name: 'Choose a film to post' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Or a finished file' }).fill(film);
  await inspect(page, 'composer-film');
  await page.getByRole('button', { name: 'Take it' }).click();
  const dialog = page.getByRole('dialog', { name: /^Post “harbour”/ });
  const tab = (name: string): Locator => dialog.getByRole('tab', { name });

  await test.step('channels and words', async () => {
    for (const box of await dialog.getByRole('group', { name: 'Channels' }).getByRole('checkbox').all()) await box.check();
    await dialog.getByRole('checkbox', { name: 'Practice' }).uncheck();
    await dialog.getByLabel('Title on YouTube').fill('The harbour at six');
    await dialog.getByRole('textbox', { name: 'Caption' }).fill('The harbour at six in the morning #harbour');
    await expect(dialog.getByText(/Still open/)).toBeVisible();
    await inspect(page, 'composer-open-questions');
  });

  await test.step('TikTok wants to know who sees it', async () => {
    await tab('Mia Makes').click();
    await expect(dialog.getByText('Choose who may see it on TikTok.')).toBeVisible();
    await dialog.getByRole('combobox', { name: 'Who may see it' }).click();
    await page.getByRole('option', { name: /Everyone/ }).click();
    await dialog.getByRole('checkbox', { name: 'Comments' }).check();
    await inspect(page, 'composer-tiktok');
  });

  await test.step('X has words of its own, and YouTube is told that it is not for kids', async () => {
    await tab('Mia Moves').last().click();
    await dialog.getByRole('switch', { name: 'Same words as all' }).click();
    await dialog.getByLabel('Words for Mia Moves only').fill('Six in the morning.');
    await inspect(page, 'composer-x');
    await tab('Mia films').click();
    await dialog.getByRole('radio', { name: 'No, it is not' }).check();
    await inspect(page, 'composer-youtube');
    await expect(dialog.getByText(/Still open/)).toBeHidden();
  });

  await test.step('approved and posted', async () => {
    await dialog.getByLabel('I have watched this and approve it').check();
    await dialog.getByRole('button', { name: 'Post now' }).click();
    await expect(dialog).toBeHidden();
    await expect(rows(page, 'The harbour at six')).toHaveCount(4);
    await expect(rows(page, 'The harbour at six').getByText('Live', { exact: true })).toHaveCount(4, { timeout: 90_000 });
    await inspect(page, 'queue-live');
  });

  await test.step('each platform has it once, with its own words', () => {
    const { tiktok, youtube, instagram, x } = desk.platforms;
    const captions = [tiktok, youtube, instagram, x].map((platform) => platform.published().map(({ caption }) => caption));
    const everywhere = 'The harbour at six in the morning #harbour';
    expect(captions).toEqual([[everywhere], [everywhere], [everywhere], [expect.stringContaining('Six in the morning.')]]);
  });

  await test.step('the ledger tells it line by line, with the public address', async () => {
    await row(page, 'The harbour at six', 'X').getByRole('button', { name: 'The harbour at six', exact: true }).click();
    await expect(drawer(page).getByRole('heading', { name: 'What happened' })).toBeVisible();
    const link = drawer(page).getByRole('link', { name: 'Open post' });
    await expect(link).toHaveAttribute('href', /\/status\/\d+$/);
    for (const state of ['Sending', 'Checking', 'Live'])
      await expect(drawer(page).getByRole('listitem').filter({ hasText: state }).first()).toBeVisible();
    await expect(drawer(page).getByText(/Cost \$/)).toBeVisible(); // X charges for every post
    await inspect(page, 'post-live');
  });
});

test('trouble at one platform is told and holds up no other, and a lost answer is looked for, not sent again', async ({ page }) => {
  const { x, instagram } = desk.platforms;
  const busy = { kind: 'answer', reply: { status: 503, body: { title: 'Service Unavailable', status: 503 } } } as const;
  x.faults.order('append', busy, { times: 60 });
  instagram.faults.order('publish', { kind: 'lost-answer' });
  const before = instagram.published().length;
  await desk.open(page, 'Queue');
  const ids = { x: await post('Gulls', 'x'), instagram: await post('Gulls', 'instagram'), youtube: await post('Gulls', 'youtube') };
  await expect(row(page, 'Gulls', 'YouTube').getByText('Live', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(row(page, 'Gulls', 'X').getByText(/X .*(again|wait|answer)/i)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => instagram.published().length, { timeout: 60_000 }).toBe(before + 1); // it is out, and nobody told the studio
  expect(await stateOf(ids.x)).not.toBe('live');
  await inspect(page, 'queue-trouble');

  await test.step('what X said is behind a fold', async () => {
    await row(page, 'Gulls', 'X').getByRole('button', { name: 'Gulls', exact: true }).click();
    await drawer(page).getByText('The platform’s own words').first().click();
    await expect(drawer(page).getByText(/503/).first()).toBeVisible();
    await inspect(page, 'post-trouble');
    await close(page);
  });

  await test.step('later X answers again, and both are live once', async () => {
    x.faults.clear();
    await desk.restart({ TIDEREEL_NOW: new Date(Date.now() + 20 * 60_000).toISOString() });
    await expect.poll(() => tellOf(ids.x), { timeout: 60_000 }).toMatch(/^live/);
    expect(x.published().filter(({ caption }) => caption.includes('Gulls'))).toHaveLength(1);
    await expect.poll(() => tellOf(ids.instagram), { timeout: 60_000 }).toMatch(/^live/);
    expect(instagram.published()).toHaveLength(before + 1);
  });
});

test('changed words take the approval back', async ({ page }) => {
  const [waiting] = await desk.client.posts.create({
    channelIds: [channel.x],
    videoPath: film,
    title: 'Tomorrow',
    caption: 'See you tomorrow',
    at: new Date(Date.now() + 26 * 3_600_000).toISOString(),
    approve: true,
  });
  await desk.open(page, 'Queue');
  await expect(rows(page, 'Tomorrow').getByText('Scheduled', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Tomorrow', exact: true }).click();
  await drawer(page).getByRole('textbox', { name: 'Caption' }).fill('See you the day after');
  await expect(drawer(page).getByText('It then waits for your approval again.')).toBeVisible();
  await drawer(page).getByRole('button', { name: 'Save words' }).click();
  await expect(drawer(page).getByText('Needs approval', { exact: true }).first()).toBeVisible();
  await inspect(page, 'post-needs-approval');
  await drawer(page).getByRole('button', { name: 'I have watched this and approve it' }).click();
  await expect.poll(() => stateOf(waiting?.id ?? '')).toBe('scheduled');
});

test('a film that YouTube keeps private is told in plain words, and each of the answers does what it says', async ({ page }) => {
  const { youtube } = desk.platforms;
  youtube.switches.forcedPrivate = 'kept';
  const ids = { again: await post('Pier', 'youtube'), elsewhere: await post('Quay', 'youtube'), given: await post('Buoy', 'youtube') };
  await desk.open(page, 'Queue');
  await expect(page.getByText('Needs you', { exact: true })).toHaveCount(3, { timeout: 90_000 });
  const decide = async (title: string): Promise<Locator> => {
    await page.getByRole('button', { name: `Decide about ${title}` }).click();
    return drawer(page).getByRole('group', { name: 'Your decision' });
  };

  await test.step('give up', async () => {
    const decision = await decide('Buoy');
    await expect(
      drawer(page)
        .getByText(/private/)
        .first(),
    ).toBeVisible();
    await inspect(page, 'post-needs-you');
    await decision.getByRole('button', { name: 'Give up' }).click();
    await expect(drawer(page).getByText('Failed', { exact: true }).first()).toBeVisible();
    await close(page);
  });

  await test.step('it is live at an address that only a person knows', async () => {
    const decision = await decide('Quay');
    await decision.getByLabel('It is live at…').fill('https://www.youtube.com/shorts/abc123');
    await decision.getByRole('button', { name: 'It is live', exact: true }).click();
    await expect(drawer(page).getByText('Live', { exact: true }).first()).toBeVisible();
    await expect(drawer(page).getByRole('link', { name: 'Open post' })).toHaveAttribute('href', 'https://www.youtube.com/shorts/abc123');
    await close(page);
  });

  await test.step('look again, and then send again', async () => {
    const looks = (): number => youtube.questions.filter(({ name }) => name === 'videos').length;
    const before = looks();
    await (await decide('Pier')).getByRole('button', { name: 'Look again' }).click();
    await expect.poll(looks).toBeGreaterThan(before);
    const decision = drawer(page).getByRole('group', { name: 'Your decision' });
    await expect(decision).toBeVisible({ timeout: 60_000 });
    youtube.switches.forcedPrivate = 'off';
    await decision.getByRole('button', { name: 'It is not there: send again' }).click();
    await decision.getByRole('button', { name: 'Yes, send it again' }).click();
    await expect.poll(() => tellOf(ids.again), { timeout: 60_000 }).toMatch(/^live/);
    expect(youtube.published().filter(({ caption }) => caption.includes('Pier'))).toHaveLength(1);
  });
  expect([await stateOf(ids.elsewhere), await stateOf(ids.given)]).toEqual(['live', 'failed']);
});

test('a limit says until when it lasts, in the queue and among the limits', async ({ page }) => {
  const { x } = desk.platforms;
  const reset = Math.ceil(Date.now() / 1_000) + 3_000;
  x.faults.order('create', {
    kind: 'answer',
    reply: {
      status: 429,
      headers: { 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) },
      body: { title: 'Too Many Requests', status: 429, type: 'about:blank', detail: 'Too Many Requests' },
    },
  });
  const before = x.published().length;
  const id = await post('Ferry', 'x');
  await desk.open(page, 'Queue');
  await expect(row(page, 'Ferry', 'X').getByText(/Tries again (today|tomorrow) /i)).toBeVisible({ timeout: 60_000 });
  await expect(row(page, 'Ferry', 'X').getByText(/X .*until|X .*wait|X takes/i)).toBeVisible();
  await inspect(page, 'queue-limit');
  await page.getByRole('link', { name: 'Channels' }).click();
  await page.getByRole('tab', { name: 'Limits and costs' }).click();
  await expect(page.getByText(/X asked us to wait until/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'What the platforms charged' }).getByText(/\$/).first()).toBeVisible();
  await inspect(page, 'limits');
  expect(await stateOf(id)).toBe('scheduled');
  expect(x.published()).toHaveLength(before);
});
