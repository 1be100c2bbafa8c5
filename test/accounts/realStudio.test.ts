import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { newHome, tidereel, type Ran } from '../cli/runInTest.ts';
import { simulateTiktok } from '../platforms/tiktok/simulateTiktok.ts';
import { answerConsent, comeBack } from './answerConsent.ts';

test('with no studio running, each command opens its own: keys, sign-in, list and sign-out follow one another', async () => {
  const tiktok = await simulateTiktok();
  const home = await newHome();
  const env = {
    TIDEREEL_VAULT_PASSPHRASE: randomBytes(12).toString('hex'),
    TIDEREEL_ENDPOINTS: JSON.stringify({ tiktok: tiktok.endpoints }),
  };
  const run = (args: readonly string[], stdin?: string | Promise<string>): Promise<Ran> =>
    tidereel([...args, '--json'], { home, env, ...(stdin === undefined ? {} : { stdin }) });
  try {
    expect((await run(['connect', 'tiktok', '--no-open'])).json()).toMatchObject({ error: { code: 'KEY_MISSING' } });
    expect((await run(['keys', 'tiktok'], JSON.stringify(tiktok.keys))).code).toBe(0);

    let stderr = '';
    const address = Promise.withResolvers<string>();
    const signingIn = tidereel(['connect', 'tiktok', '--no-open', '--json'], {
      home,
      env,
      heard: (text) => {
        stderr += text;
        const found = /http:\/\/\S+/.exec(stderr)?.[0];
        if (found !== undefined) address.resolve(found);
      },
    });
    expect((await comeBack(await answerConsent(await address.promise))).text).toContain('You are signed in to TikTok');
    expect((await signingIn).json()).toEqual({ channel: { id: 'tiktok-mia', platform: 'tiktok', name: 'Mia Makes' } });

    const listed = await run(['channels']);
    expect(listed.json()).toMatchObject({
      channels: expect.arrayContaining([expect.objectContaining({ id: 'tiktok-mia', standing: 'ready', paused: false })]) as unknown,
    });
    expect((await run(['disconnect', 'tiktok-mia'])).json()).toMatchObject({ channel: { standing: 'signed-out' } });
    expect((await run(['disconnect', 'practice'])).json()).toMatchObject({ error: { code: 'REFUSED' } });
  } finally {
    await tiktok.close();
    await rm(home, { recursive: true, force: true });
  }
});
