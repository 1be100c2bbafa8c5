import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { Clip, Overlay } from '../../../shared/timeline/document.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';

/** A screen reader walks thousands of buttons badly; the Transcript tab reaches the rest. */
const MOST = 300;

/** The timeline as buttons, for the keyboard and screen readers: Enter selects and goes there, Alt and arrows move. */
export function TimelineList() {
  const { editor, player, tools } = useSession();
  const { tracks, overlays, assets, fps } = useDocument();
  const selectedId = useStore(tools, (state) => state.selectedId);
  const when = ({ start, length }: Clip | Overlay): string =>
    `${formatSeconds(start / fps, { tenths: true })} to ${formatSeconds((start + length) / fps, { tenths: true })}`;
  const choose = (item: Clip | Overlay): void => {
    tools.setState({ selectedId: item.id });
    player.seek(item.start);
  };
  const nudge = (event: KeyboardEvent, move: (frames: number) => void): void => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    move((event.key === 'ArrowLeft' ? -1 : 1) * (event.shiftKey ? fps : 1));
  };
  return (
    <ul className={classes.clipList} aria-label="Clips and titles">
      {tracks.flatMap((track) =>
        track.clips.slice(0, MOST).map((clip) => (
          <li key={clip.id}>
            <button
              type="button"
              aria-pressed={clip.id === selectedId}
              onFocus={() => tools.setState({ selectedId: clip.id })}
              onClick={() => choose(clip)}
              onKeyDown={(event) =>
                nudge(event, (frames) =>
                  editor.edit({ type: 'moveClip', clipId: clip.id, trackId: track.id, start: Math.max(0, clip.start + frames) }),
                )
              }
            >
              {track.name}: {assets[clip.assetId]?.name ?? 'missing file'}, {when(clip)}
            </button>
          </li>
        )),
      )}
      {overlays.slice(0, MOST).map((overlay) => (
        <li key={overlay.id}>
          <button
            type="button"
            aria-pressed={overlay.id === selectedId}
            onFocus={() => tools.setState({ selectedId: overlay.id })}
            onClick={() => choose(overlay)}
            onKeyDown={(event) =>
              nudge(event, (frames) =>
                editor.edit({ type: 'setOverlay', overlay: { ...overlay, start: Math.max(0, overlay.start + frames) } }),
              )
            }
          >
            Title:{' '}
            {overlay.kind === 'text'
              ? overlay.text
              : overlay.kind === 'card'
                ? overlay.title
                : (assets[overlay.assetId]?.name ?? 'picture')}
            , {when(overlay)}
          </button>
        </li>
      ))}
    </ul>
  );
}
