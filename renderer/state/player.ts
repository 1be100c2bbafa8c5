import { createStore, type StoreApi } from 'zustand/vanilla';

/** Where the playhead is. The video element follows `asked`; while it plays, it tells `frame`. */
type PlayerState = {
  readonly frame: number;
  readonly playing: boolean;
  readonly rate: number;
  /** Goes up with every jump, so that the player seeks even to the frame it believes to be at. */
  readonly asked: number;
};

export type Player = {
  readonly store: StoreApi<PlayerState>;
  readonly seek: (frame: number) => void;
  readonly step: (frames: number) => void;
  readonly toggle: () => void;
  readonly pause: () => void;
  /** Call when the film may have become shorter. */
  readonly stayInside: () => void;
  /** Plays; asked again while playing, plays faster, up to four times. */
  readonly faster: () => void;
  /** The playing video is at this frame. */
  readonly reached: (frame: number) => void;
};

/** `lastFrame` answers how far the playhead may go. */
export function createPlayer(lastFrame: () => number): Player {
  const store = createStore<PlayerState>()(() => ({ frame: 0, playing: false, rate: 1, asked: 0 }));
  const hold = (frame: number): number => Math.min(Math.max(0, Math.round(frame)), Math.max(0, lastFrame()));
  const seek = (frame: number): void => store.setState((state) => ({ frame: hold(frame), asked: state.asked + 1 }));
  const play = (rate: number): void => {
    if (store.getState().frame >= lastFrame() - 1) seek(0);
    store.setState({ playing: true, rate });
  };
  return {
    store,
    seek,
    step(frames) {
      store.setState({ playing: false });
      seek(store.getState().frame + frames);
    },
    toggle() {
      if (store.getState().playing) store.setState({ playing: false });
      else play(1);
    },
    stayInside() {
      const { frame } = store.getState();
      if (frame !== hold(frame)) seek(frame);
    },
    pause: () => store.setState({ playing: false, rate: 1 }),
    faster() {
      const { playing, rate } = store.getState();
      play(playing ? Math.min(4, rate * 2) : 1);
    },
    reached: (frame) => store.setState({ frame: hold(frame) }),
  };
}
