import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Timeline } from '../../../shared/timeline/document.ts';
import type { Editor } from '../../state/editor.ts';
import type { Player } from '../../state/player.ts';

export type Tools = {
  /** Id of the selected clip or overlay. */
  readonly selectedId: string | null;
  /** Trims and deletes close the gap on every track. */
  readonly ripple: boolean;
  readonly tab: string;
};

/** What the parts of an open project share. */
export type Session = { readonly projectId: string; readonly editor: Editor; readonly player: Player; readonly tools: StoreApi<Tools> };

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('This part belongs inside an open project.');
  return session;
}

/** The document as it is shown. Only used below the point where it is open. */
export function useDocument(): Timeline {
  const { editor } = useSession();
  const document = useStore(editor.store, (state) => state.document);
  if (document === null) throw new Error('The project is not open yet.');
  return document;
}
