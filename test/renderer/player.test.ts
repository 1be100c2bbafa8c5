import { expect, test } from 'vitest';
import { createPlayer } from '../../renderer/state/player.ts';

test('the playhead comes back inside when the film became shorter, and stays where it is otherwise', () => {
  let last = 100;
  const player = createPlayer(() => last);
  player.seek(80);
  player.stayInside();
  expect(player.store.getState()).toMatchObject({ frame: 80, asked: 1 });
  last = 30;
  player.stayInside();
  expect(player.store.getState()).toMatchObject({ frame: 30, asked: 2 });
});

test('the playhead never leaves the film, and playing from its end begins anew', () => {
  const player = createPlayer(() => 100);
  player.step(-5);
  expect(player.store.getState().frame).toBe(0);
  player.seek(500);
  player.toggle();
  expect(player.store.getState()).toMatchObject({ frame: 0, playing: true });
});
