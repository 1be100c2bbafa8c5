import { openOwnedStudio } from '../../electron/openOwnedStudio.ts';

/* A studio that tells its parent its address and, when asked, the share of one core it uses while nothing happens. */
const SETTLE_MS = 5_000;
const MEASURE_MS = 15_000;

const [home = ''] = process.argv.slice(2);
const owned = await openOwnedStudio({ home, env: process.env, host: 'browser', port: 0 });
process.on('message', () => {
  setTimeout(() => {
    const before = process.cpuUsage();
    setTimeout(() => {
      const { user, system } = process.cpuUsage(before);
      process.send?.((user + system) / 1000 / MEASURE_MS);
    }, MEASURE_MS);
  }, SETTLE_MS);
});
process.send?.(owned.door.mintAddress());
