import { expect, test } from 'vitest';
import { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { openCommandLine } from './openCommandLine.ts';

type Posts = { posts: { channel: string; state: string; reason: string }[] };

/** What a simulator calls the question that carries bytes of the film. */
const bytesOf: Record<RemotePlatform, string> = { tiktok: 'chunk', youtube: 'bytes', instagram: 'bytes', x: 'append' };

test.each(RemotePlatform.options)(
  '“queue --work” killed while a film goes up to %s goes on with the next start: one post',
  async (platform) => {
    await using line = await openCommandLine();
    Object.assign(line.simulators.tiktok.switches, { processingMs: 0, moderationMs: 0 }); // else a quick start looks before it is shown
    await line.signInEverywhere([platform]);
    const simulator = line.simulators[platform];
    const channel = ((await line.run(['channels'])).said as { channels: { id: string; platform: string }[] }).channels.find(
      (one) => one.platform === platform,
    );
    await line.run(['post', await line.film(), '--to', channel?.id ?? '', '--caption', 'Once', '--title', 'Once', '--approve']);
    simulator.faults.order(bytesOf[platform], { kind: 'slow', ms: 2_000 });
    const working = line.start(['queue', '--work', '--until-idle', '--json']);
    await expect.poll(() => simulator.questions.some(({ name }) => name === bytesOf[platform]), { timeout: 30_000 }).toBe(true);
    working.child.kill('SIGKILL');
    await working.ended;
    // At TikTok the last bytes are the release: what became of it counts only when no answer can be under way any more.
    const later = new Date(Date.now() + (platform === 'tiktok' ? 11 * 60_000 : 0)).toISOString();
    const again = await line.run(['queue', '--work', '--until-idle'], { env: { TIDEREEL_TEST: '1', TIDEREEL_NOW: later } });
    expect(again.said).toMatchObject({ posts: [{ channel: channel?.id, state: 'live' }] });
    expect((again.said as Posts).posts).toHaveLength(1);
    expect(simulator.published()).toHaveLength(1);
  },
  120_000,
);
