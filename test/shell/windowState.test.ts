import { describe, expect, test } from 'vitest';
import { parseWindowState, placeWindow } from '../../electron/shell/windowState.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 1920, height: 1080 };

describe('where the window opens', () => {
  test('where it was, on any display that is there', () => {
    const saved = { bounds: { x: 1500, y: 100, width: 1200, height: 800 }, maximized: false };
    expect(placeWindow(saved, [laptop, beside])).toEqual({ x: 1500, y: 100, width: 1200, height: 800 });
  });

  test.each([
    { x: 1500, y: 100 }, // the second display was unplugged
    { x: -1190, y: 100 }, // only its edge would be seen
    { x: 100, y: -500 }, // its title bar would be above
    { x: 100, y: 890 }, // its title bar would be below
  ])('centred, when its title bar at %o could not be reached', (at) => {
    const saved = { bounds: { ...at, width: 1200, height: 800 }, maximized: false };
    expect(placeWindow(saved, [laptop])).toEqual({ width: 1200, height: 800 });
  });

  test('at a first start it fits the display', () => {
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1280, height: 700 }])).toEqual({ width: 1280, height: 700 });
    expect(placeWindow(null, [])).toMatchObject({ width: expect.any(Number) });
  });

  test.each(['', '{', '{}', '{"bounds":{"x":1,"y":2,"width":-5,"height":1},"maximized":false}'])(
    'stored nonsense %s is as a first start',
    (text) => {
      expect(parseWindowState(text)).toBeNull();
    },
  );
});
