import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { applyEdit } from '../../../shared/timeline/applyEdit.ts';
import { captionLines } from '../../../shared/timeline/captionLines.ts';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { library } from '../../state/library.ts';
import { wantWaveform, waveforms } from '../../state/waveforms.ts';
import { dragEdit, type Drag } from '../../timeline/dragEdit.ts';
import { drawTimeline, type Palette } from '../../timeline/drawTimeline.ts';
import { hitTest, type Hit } from '../../timeline/hitTest.ts';
import { laneAt, type Lane } from '../../timeline/lanes.ts';
import { frameAtX, type TimelineView } from '../../timeline/view.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';

type Props = { view: TimelineView; lanes: readonly Lane[]; height: number };

const DRAG_PX = 4;

const palettes: Record<'dark' | 'light', Palette> = {
  dark: {
    text: '#dbe1e8',
    dimmed: '#9dabba',
    line: '#3b4757',
    sunken: '#12181f',
    video: '#24506b',
    audio: '#3b4a78',
    caption: '#2b3441',
    overlay: '#5d4a80',
    accent: '#41b7bc',
    wave: 'rgba(190, 220, 240, 0.5)',
    onClip: '#f2f6f9',
    missing: '#8a4a24',
  },
  light: {
    text: '#1c2530',
    dimmed: '#556270',
    line: '#c3ccd5',
    sunken: '#eef2f5',
    video: '#a9cde0',
    audio: '#bcc6ec',
    caption: '#d8dfe6',
    overlay: '#d3c4ec',
    accent: '#0a6a70',
    wave: 'rgba(20, 55, 85, 0.42)',
    onClip: '#12202c',
    missing: '#f3c19f',
  },
};

function usePosters(assetIds: string): ReadonlyMap<string, HTMLImageElement> {
  const [posters, setPosters] = useState<ReadonlyMap<string, HTMLImageElement>>(new Map());
  useEffect(() => {
    let gone = false;
    for (const id of assetIds.split('\n').filter(Boolean)) {
      const image = new Image();
      image.addEventListener('load', () => !gone && setPosters((known) => new Map(known).set(id, image)));
      image.src = mediaAddress.poster(id);
    }
    return () => {
      gone = true;
    };
  }, [assetIds]);
  return posters;
}

/** The drawn timeline: click to seek and select, drag to move, drag edges to trim. */
export function TimelineCanvas({ view, lanes, height }: Props) {
  const { editor, player, tools } = useSession();
  const document = useDocument();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [cursor, setCursor] = useState('default');
  const pressed = useRef<{ x: number; hit: Hit } | null>(null);
  const selectedId = useStore(tools, (state) => state.selectedId);
  const ripple = useStore(tools, (state) => state.ripple);
  const known = useStore(library, (state) => state.assets);
  const waves = useStore(waveforms, (state) => state.byAsset);
  const missing = useStore(editor.store, (state) => state.project?.missing);
  const { colorScheme } = useMantineColorScheme();
  const dark = colorScheme === 'auto' ? window.matchMedia('(prefers-color-scheme: dark)').matches : colorScheme === 'dark';
  const withPoster = Object.keys(document.assets)
    .filter((id) => known.get(id)?.hasPoster === true)
    .join('\n');
  const posters = usePosters(withPoster);
  useEffect(() => {
    for (const { id, hasAudio } of Object.values(document.assets)) if (hasAudio && known.get(id)?.hasWaveform === true) wantWaveform(id);
  }, [document.assets, known]);

  const edit = useMemo(
    () =>
      drag === null
        ? null
        : dragEdit(drag, { timeline: document, playhead: player.store.getState().frame, pxPerFrame: view.pxPerFrame, ripple }),
    [drag, document, view.pxPerFrame, ripple, player],
  );
  const timeline = useMemo(() => (edit === null ? document : applyEdit(document, edit)), [edit, document]);
  const lines = useMemo(() => captionLines(timeline), [timeline]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element == null || context == null) return undefined;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(view.width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const draw = (): void =>
      drawTimeline(context, {
        timeline,
        lanes,
        lines,
        view,
        height,
        playhead: player.store.getState().frame,
        selectedId,
        missing: new Set(missing),
        waveforms: waves,
        posters,
        palette: palettes[dark ? 'dark' : 'light'],
      });
    draw();
    return player.store.subscribe((state, before) => {
      if (state.frame !== before.frame) draw();
    });
  }, [timeline, lanes, lines, view, height, player, selectedId, missing, waves, posters, dark]);

  const pointOf = (event: PointerEvent): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const point = pointOf(event);
    const hit = hitTest(point, { timeline: document, lanes, lines, view });
    event.currentTarget.setPointerCapture(event.pointerId);
    pressed.current = { x: point.x, hit };
    if (hit.on === 'clip') tools.setState({ selectedId: hit.clip.id });
    if (hit.on === 'overlay') tools.setState({ selectedId: hit.overlay.id, tab: 'titles' });
    if (hit.on === 'caption') player.seek(hit.line.from);
    if (hit.on === 'nothing') tools.setState({ selectedId: null });
    if (hit.on === 'ruler' || hit.on === 'nothing') player.seek(frameAtX(point.x, view));
  };
  const move = (event: PointerEvent): void => {
    const point = pointOf(event);
    const down = pressed.current;
    if (down === null) {
      const hit = hitTest(point, { timeline: document, lanes, lines, view });
      const item = hit.on === 'clip' || hit.on === 'overlay';
      setCursor(item ? (hit.grip === 'body' ? 'grab' : 'ew-resize') : hit.on === 'caption' ? 'pointer' : 'default');
      return;
    }
    if (down.hit.on === 'ruler') player.seek(frameAtX(point.x, view));
    if (down.hit.on !== 'clip' && down.hit.on !== 'overlay') return;
    if (drag === null && Math.abs(point.x - down.x) < DRAG_PX) return;
    const lane = laneAt(lanes, point.y);
    setDrag({
      hit: down.hit,
      from: frameAtX(down.x, view),
      to: frameAtX(point.x, view),
      trackId: lane?.kind === 'track' ? lane.trackId : null,
    });
  };
  const release = (event: PointerEvent): void => {
    const down = pressed.current;
    pressed.current = null;
    if (drag === null) {
      if (down !== null && (down.hit.on === 'clip' || down.hit.on === 'overlay')) player.seek(frameAtX(pointOf(event).x, view));
      return;
    }
    setDrag(null);
    if (edit !== null) editor.edit(edit);
  };
  return (
    <canvas
      ref={canvas}
      className={classes.canvas}
      style={{ height, cursor }}
      role="img"
      aria-label="Timeline drawing. The clips are also listed as buttons after it."
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => {
        pressed.current = null;
        setDrag(null);
      }}
    />
  );
}
