import { useEffect } from 'react';
import { deleteSelected, splitAtPlayhead, trimToPlayhead } from './actions.ts';
import type { Session } from './session.ts';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="slider"], [role="combobox"]'));
const pressing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, [role="tab"], [role="menuitem"], label') !== null;
const inDialog = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest('[role="dialog"]') !== null;

/** What a key does in the editor, or null when it is not ours. */
function actionOf(event: KeyboardEvent, session: Session): (() => void) | null {
  const { editor, player } = session;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z') return event.shiftKey ? editor.redo : editor.undo;
    return key === 'y' ? editor.redo : null;
  }
  if (event.altKey) return null;
  const arrows =
    typing(event.target) ||
    (event.target instanceof HTMLElement && event.target.closest('[role="listbox"], [role="tablist"], [role="radiogroup"]') !== null);
  if (arrows && (key.startsWith('arrow') || key === 'delete' || key === 'home' || key === 'end')) return null;
  if (key === ' ') return pressing(event.target) ? null : player.toggle;
  if (key === 's') return () => splitAtPlayhead(session);
  if (key === 'delete' || key === 'backspace') return () => deleteSelected(session, event.shiftKey !== session.tools.getState().ripple);
  if (key === 'k') return player.pause;
  if (key === 'l') return player.faster;
  if (key === 'j') return () => player.step(-fpsOf(session));
  if (key === '[') return () => trimToPlayhead(session, 'start');
  if (key === ']') return () => trimToPlayhead(session, 'end');
  if (key === 'arrowleft') return () => player.step(event.shiftKey ? -fpsOf(session) : -1);
  if (key === 'arrowright') return () => player.step(event.shiftKey ? fpsOf(session) : 1);
  if (key === 'home') return () => player.seek(0);
  if (key === 'end') return () => player.seek(Number.MAX_SAFE_INTEGER);
  return null;
}

const fpsOf = ({ editor }: Session): number => editor.store.getState().document?.fps ?? 30;

/** The editor's keys, for as long as a project is open. Fields, sliders and dialogs keep theirs. */
export function useStudioKeys(session: Session): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || inDialog(event.target)) return;
      if (
        typing(event.target) &&
        !((event.ctrlKey || event.metaKey) && event.target instanceof HTMLElement && event.target.matches('[role="slider"]'))
      )
        return;
      const act = actionOf(event, session);
      if (act === null) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [session]);
}
