import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clip, Overlay, Timeline } from '../../shared/timeline/document.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';
import { clipUnder } from '../../renderer/timeline/clipUnder.ts';
import { dragEdit } from '../../renderer/timeline/dragEdit.ts';
import { hitTest } from '../../renderer/timeline/hitTest.ts';
import { layLanes } from '../../renderer/timeline/lanes.ts';
import { rulerTicks } from '../../renderer/timeline/rulerTicks.ts';
import { snapFrame } from '../../renderer/timeline/snapFrame.ts';
import { fitView, frameAtX, holdView, revealFrame, xOfFrame, zoomView } from '../../renderer/timeline/view.ts';
import { visibleItems } from '../../renderer/timeline/visibleItems.ts';

const look = {
  name: 'Plain',
  font: 'Poppins',
  size: 0.05,
  colour: '#ffffff',
  highlight: { mode: 'none' as const, colour: '#ffffff' },
  outline: { colour: '#000000', width: 0.1 },
  y: 0.7,
  uppercase: false,
  maxWordsPerLine: 4,
  maxLines: 2,
};
const clip = (id: string, start: number, length: number): Clip => ({
  id,
  assetId: 'a',
  start,
  length,
  trimIn: 0,
  speed: 1,
  volume: 1,
  fit: { mode: 'cover', focus: { x: 0.5, y: 0.5 } },
});
const title: Overlay = {
  id: 'title',
  kind: 'text',
  start: 30,
  length: 60,
  x: 0.5,
  y: 0.2,
  text: 'Hello',
  font: 'Poppins',
  size: 0.05,
  colour: '#ffffff',
};

function timelineWith(clips: Clip[], overlays: Overlay[] = []): Timeline {
  const empty = newTimeline({ id: 't', title: 'T', format: { name: '9:16', width: 1080, height: 1920, fps: 30 }, look });
  return { ...empty, overlays, tracks: empty.tracks.map((track) => (track.id === 'main' ? { ...track, clips } : track)) };
}

const two = timelineWith([clip('one', 0, 100), clip('two', 100, 200)], [title]);
const view = fitView(300, 1000);
const { lanes } = layLanes(two);
const scene = { timeline: two, lanes, lines: [], view };
const laneTop = (trackId: string): number => lanes.find((lane) => lane.kind === 'track' && lane.trackId === trackId)?.top ?? -1;

describe('the view', () => {
  test('a fitted view shows every frame', () => {
    expect(xOfFrame(0, view)).toBe(0);
    expect(xOfFrame(300, view)).toBeLessThan(1000);
  });

  test('x and frame are each other’s inverse', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.double({ min: 0.001, max: 40, noNaN: true }),
        fc.integer({ min: 0, max: 10_000 }),
        (frame, pxPerFrame, scroll) => {
          const some = { pxPerFrame, scroll, width: 1000 };
          expect(frameAtX(xOfFrame(frame, some), some)).toBeCloseTo(frame, 4);
        },
      ),
    );
  });

  test('zooming keeps the frame under the pointer where it is, unless an end is reached', () => {
    const near = zoomView({ pxPerFrame: 2, scroll: 5_000, width: 1000 }, { factor: 1.5, x: 400, frames: 100_000 });
    expect(frameAtX(400, near)).toBeCloseTo(5_200, 6);
  });

  test('a view never begins before the first frame, nor goes further out than everything', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (scroll, pxPerFrame, frames) => {
          const held = holdView({ scroll, pxPerFrame, width: 900 }, frames);
          expect(held.scroll).toBeGreaterThanOrEqual(0);
          expect(held.pxPerFrame).toBeGreaterThanOrEqual(fitView(frames, 900).pxPerFrame);
          expect(held.pxPerFrame).toBeLessThanOrEqual(40);
        },
      ),
    );
  });

  test('a playhead that leaves the view pulls the view along, one inside does not', () => {
    const close = { pxPerFrame: 10, scroll: 100, width: 1000 };
    expect(revealFrame(close, 150, 5_000)).toBe(close);
    expect(xOfFrame(900, revealFrame(close, 900, 5_000))).toBeCloseTo(200);
  });
});

describe('the ruler', () => {
  test.each([0.01, 0.2, 1, 6, 40])('labels at %d pixels a frame keep their distance', (pxPerFrame) => {
    const labels = rulerTicks({ pxPerFrame, scroll: 0, width: 1200 }, 30).filter(({ label }) => label !== null);
    const gaps = labels.slice(1).map(({ frame }, index) => (frame - (labels[index]?.frame ?? 0)) * pxPerFrame);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(78);
  });
});

describe('what is under the pointer', () => {
  test('the edges of a clip are grips, its middle is its body', () => {
    const y = laneTop('main') + 10;
    expect(hitTest({ x: xOfFrame(101, view), y }, scene)).toMatchObject({ on: 'clip', grip: 'start', clip: { id: 'two' } });
    expect(hitTest({ x: xOfFrame(200, view), y }, scene)).toMatchObject({ on: 'clip', grip: 'body', clip: { id: 'two' } });
    expect(hitTest({ x: xOfFrame(299, view), y }, scene)).toMatchObject({ on: 'clip', grip: 'end', clip: { id: 'two' } });
  });

  test('a clip of a few pixels still has a body to hold', () => {
    const tiny = timelineWith([clip('tiny', 0, 3), clip('long', 3, 3_000)]);
    const far = fitView(3_003, 3_003);
    expect(hitTest({ x: 1.4, y: laneTop('main') + 10 }, { ...scene, timeline: tiny, view: far })).toMatchObject({
      on: 'clip',
      grip: 'body',
      clip: { id: 'tiny' },
    });
  });

  test('ruler, titles and empty tracks are told apart', () => {
    expect(hitTest({ x: 10, y: 5 }, scene)).toEqual({ on: 'ruler' });
    expect(hitTest({ x: xOfFrame(60, view), y: 40 }, scene)).toMatchObject({ on: 'overlay', overlay: { id: 'title' }, grip: 'body' });
    expect(hitTest({ x: 10, y: laneTop('music') + 5 }, scene)).toEqual({ on: 'nothing' });
  });
});

test('only the clips a view shows are looked at, and none of those is missed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 90 })), { maxLength: 60 }),
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 1, max: 900 }),
      (shape, scroll, width) => {
        let at = 0;
        const items = shape.map(([gap, length]) => {
          const start = at + gap;
          at = start + length;
          return { start, length };
        });
        const seen = visibleItems(items, { pxPerFrame: 1, scroll, width });
        expect(seen).toEqual(items.filter(({ start, length }) => start + length > scroll && start < scroll + width));
      },
    ),
  );
});

describe('dragging', () => {
  const how = { timeline: two, playhead: 250, pxPerFrame: view.pxPerFrame, ripple: true };
  const second = { on: 'clip' as const, clip: clip('two', 100, 200), trackId: 'main' };

  test('an edge snaps to the playhead when it comes near, and not from afar', () => {
    expect(snapFrame(248, { points: [0, 250], offsets: [0], pxPerFrame: 3 })).toBe(250);
    expect(snapFrame(240, { points: [0, 250], offsets: [0], pxPerFrame: 3 })).toBe(240);
    expect(dragEdit({ hit: { ...second, grip: 'end' }, from: 300, to: 249, trackId: 'main' }, how)).toEqual({
      type: 'trimClip',
      clipId: 'two',
      edge: 'end',
      frame: 250,
      ripple: true,
    });
  });

  test('a clip can be carried to a track of its kind, but a picture never to a sound track', () => {
    const carried = { hit: { ...second, grip: 'body' as const }, from: 150, to: 150 };
    expect(dragEdit({ ...carried, trackId: 'broll' }, how)).toMatchObject({ type: 'moveClip', trackId: 'broll', start: 100 });
    expect(dragEdit({ ...carried, trackId: 'music' }, how)).toMatchObject({ type: 'moveClip', trackId: 'main' });
  });

  test('a title keeps at least one frame however its edge is dragged', () => {
    const shrunk = dragEdit({ hit: { on: 'overlay', overlay: title, grip: 'end' }, from: 90, to: 0, trackId: null }, how);
    expect(shrunk).toMatchObject({ type: 'setOverlay', overlay: { start: 30, length: 1 } });
  });
});

describe('the clip a cut means', () => {
  test('is the selected one if the playhead is inside it, else the one in front', () => {
    const layered: Timeline = {
      ...two,
      tracks: two.tracks.map((track) => (track.id === 'broll' ? { ...track, clips: [clip('front', 120, 50)] } : track)),
    };
    expect(clipUnder(layered, 130, null)?.id).toBe('front');
    expect(clipUnder(layered, 130, 'two')?.id).toBe('two');
    expect(clipUnder(layered, 50, 'two')?.id).toBe('one');
  });

  test('is none on a cut or behind the end', () => {
    expect(clipUnder(two, 100, null)).toBeNull();
    expect(clipUnder(two, 5_000, null)).toBeNull();
  });
});
