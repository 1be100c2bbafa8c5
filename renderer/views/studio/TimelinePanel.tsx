import { ActionIcon, Button, Switch, Tooltip } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconArrowsHorizontal, IconCut, IconEar, IconEarOff, IconTrash, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { timelineLength } from '../../../shared/timeline/document.ts';
import { fitView, holdView, revealFrame, zoomView, type TimelineView } from '../../timeline/view.ts';
import { layLanes } from '../../timeline/lanes.ts';
import { deleteSelected, splitAtPlayhead } from './actions.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import { TimelineList } from './TimelineList.tsx';

const STEP = 1.5;

/** The multi-track timeline with its tools. */
export function TimelinePanel() {
  const session = useSession();
  const { player, tools } = session;
  const document = useDocument();
  const selectedId = useStore(tools, (state) => state.selectedId);
  const ripple = useStore(tools, (state) => state.ripple);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const area = useRef<HTMLDivElement>(null);
  const areaRef = useMergedRef(sizeRef, area);
  const frames = timelineLength(document);
  const [wanted, setWanted] = useState<TimelineView | null>(null); // null follows the whole
  const view = useMemo(
    () => (wanted === null || width === 0 ? fitView(frames, Math.max(1, width)) : holdView({ ...wanted, width }, frames)),
    [wanted, width, frames],
  );
  const { lanes, height } = useMemo(() => layLanes(document), [document]);
  useWheel(area, { view, frames, setView: setWanted });
  useEffect(
    () =>
      player.store.subscribe(({ frame }, before) => {
        if (frame !== before.frame) setWanted((old) => (old === null ? null : revealFrame({ ...old, width }, frame, frames)));
      }),
    [player, width, frames],
  );
  const zoom = (factor: number): void =>
    setWanted(zoomView(view, { factor, x: (player.store.getState().frame - view.scroll) * view.pxPerFrame, frames }));
  const shownFrames = view.width / view.pxPerFrame;
  return (
    <section className={classes.timeline} aria-label="Timeline">
      <div className={classes.tools}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconCut size={16} />}
          title="Split at the playhead (S)"
          onClick={() => splitAtPlayhead(session)}
        >
          Split
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={16} />}
          title={ripple ? 'Delete and close the gap (Del); Shift+Del leaves it open' : 'Delete (Del); Shift+Del closes the gap'}
          disabled={selectedId === null}
          onClick={() => deleteSelected(session, ripple)}
        >
          Delete
        </Button>
        <Switch
          ml="sm"
          size="xs"
          label="Close gaps"
          title="Trims and deletes move everything after them"
          checked={ripple}
          onChange={(event) => tools.setState({ ripple: event.currentTarget.checked })}
        />
        <div style={{ flex: 1 }} />
        {[
          { label: 'Zoom out', Icon: IconZoomOut, act: () => zoom(1 / STEP) },
          { label: 'Zoom in', Icon: IconZoomIn, act: () => zoom(STEP) },
          { label: 'Show everything', Icon: IconArrowsHorizontal, act: () => setWanted(null) },
        ].map(({ label, Icon, act }) => (
          <Tooltip key={label} label={label}>
            <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={act}>
              <Icon size={17} />
            </ActionIcon>
          </Tooltip>
        ))}
      </div>
      <div className={classes.lanes}>
        <div className={classes.heads} style={{ height }}>
          {lanes.map((lane) => (
            <div
              key={lane.kind === 'track' ? lane.trackId : lane.kind}
              className={classes.head}
              style={{ top: lane.top, height: lane.height }}
            >
              {lane.kind === 'overlays' && 'Titles'}
              {lane.kind === 'captions' && 'Captions'}
              {lane.kind === 'track' && <TrackHead trackId={lane.trackId} />}
            </div>
          ))}
        </div>
        <div ref={areaRef} style={{ position: 'relative', minWidth: 0 }}>
          {width > 0 && <TimelineCanvas view={view} lanes={lanes} height={height} />}
          <TimelineList />
        </div>
      </div>
      {shownFrames < frames && (
        <input
          type="range"
          className={classes.scroll}
          style={{ width: 'calc(100% - 152px)' }}
          aria-label="Scroll the timeline"
          min={0}
          max={Math.max(1, frames - shownFrames * 0.92)}
          step={1}
          value={view.scroll}
          onChange={(event) => setWanted(holdView({ ...view, scroll: Number(event.currentTarget.value) }, frames))}
        />
      )}
    </section>
  );
}

type Wheel = { view: TimelineView; frames: number; setView: (view: TimelineView) => void };

/** Ctrl and wheel zoom where the pointer is; the wheel alone scrolls. React's own wheel listeners cannot keep the page still. */
function useWheel(area: React.RefObject<HTMLDivElement | null>, { view, frames, setView }: Wheel): void {
  useEffect(() => {
    const element = area.current;
    if (element === null) return undefined;
    const turn = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        setView(zoomView(view, { factor: Math.exp(-event.deltaY / 300), x: event.clientX - element.getBoundingClientRect().left, frames }));
        return;
      }
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (sideways === 0) return;
      event.preventDefault();
      setView(holdView({ ...view, scroll: view.scroll + sideways / view.pxPerFrame }, frames));
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [area, view, frames, setView]);
}

function TrackHead({ trackId }: { trackId: string }) {
  const { editor } = useSession();
  const track = useDocument().tracks.find(({ id }) => id === trackId);
  if (track === undefined) return null;
  return (
    <>
      <span style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{track.name}</span>
      {track.clips.length > 0 && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color={track.muted ? 'orange' : 'gray'}
          aria-label={`${track.muted ? 'Unmute' : 'Mute'} ${track.name}`}
          title={track.muted ? 'Unmute' : 'Mute'}
          onClick={() => editor.edit({ type: 'setTrack', trackId, muted: !track.muted })}
        >
          {track.muted ? <IconEarOff size={15} /> : <IconEar size={15} />}
        </ActionIcon>
      )}
    </>
  );
}
