import { expect, test } from 'vitest';
import { createRenderRows } from '../../electron/render/renderRows.ts';
import { openStore } from '../../electron/store/openStore.ts';
import { makeHome } from '../store/makeHome.ts';

test('a render whose details a bad disk spoiled is still shown, without them', () => {
  using home = makeHome();
  const store = openStore({ home: home.path, now: () => new Date() });
  store.write.$client.pragma('foreign_keys = off'); // its project is not what this is about
  const rows = createRenderRows({ ...store, jobOf: () => null });
  const row = rows.insert({
    id: 'r1',
    projectId: 'p1',
    documentHash: 'h',
    title: 'Talk',
    format: '9:16',
    platforms: '["practice"]',
    state: 'done',
    width: 1080,
    height: 1920,
    fps: 30,
    seconds: 5,
    encoder: 'x264',
    createdAt: 0,
  });
  expect(rows.show(row)).toMatchObject({ platforms: ['practice'], quality: null });
  expect(rows.show({ ...row, platforms: '["prac', quality: '{x' })).toMatchObject({ title: 'Talk', platforms: [], quality: null });
  expect(rows.show({ ...row, quality: '{"score":"high"}' }).quality).toBeNull();
  store.close();
});
