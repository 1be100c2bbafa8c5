import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProjectState, ProjectSummary } from '../../shared/contract/projects.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import type { Timeline } from '../../shared/timeline/document.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import { explain, mayWorkLater, type Explained } from '../link/explain.ts';
import type { StudioClient } from '../link/studioClient.ts';

/** What the creator asked for and the studio has not confirmed yet, in order. */
type Step = { readonly do: 'edit'; readonly edits: readonly Edit[] } | { readonly do: 'undo' } | { readonly do: 'redo' };

type Saving =
  /** Everything on the screen is in the studio's database. */
  | { readonly state: 'saved' }
  /** Sent, and not confirmed yet. */
  | { readonly state: 'saving' }
  /** The studio cannot be reached: edits wait here and are sent again by themselves. */
  | { readonly state: 'waiting'; readonly why: Explained };

type EditorState = {
  /** The last state the studio confirmed; null until opened. */
  readonly project: ProjectState | null;
  /** What is shown: the confirmed document with the waiting edits on top. */
  readonly document: Timeline | null;
  readonly saving: Saving;
  /** Why the project could not be opened. */
  readonly problem: Explained | null;
};

export type Editor = {
  readonly store: StoreApi<EditorState>;
  /** Shows edits at once and sends them in order. Answers false when they change nothing. */
  readonly edit: (...edits: Edit[]) => boolean;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly open: () => Promise<void>;
  /** The studio pushed this project's newest summary: another window may have changed it. */
  readonly notice: (summary: ProjectSummary) => void;
};

type Needs = {
  readonly client: Pick<StudioClient, 'projects'>;
  readonly projectId: string;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told when the studio refuses an edit, which is then taken back. */
  readonly onRefused: (why: Explained) => void;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Key order does not survive every road, so documents are compared by content. */
function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  const [one, other] = [left as Record<string, unknown>, right as Record<string, unknown>]; // both are objects, as just seen
  return keys.every((key) => key in other && isSame(one[key], other[key]));
}

const applyAll = (timeline: Timeline, edits: readonly Edit[]): Timeline => edits.reduce(applyEdit, timeline);

/** One open project: edits are seen at once, sent in order, and kept until the studio has stored them. */
export function createEditor({ client, projectId, sleep, onRefused }: Needs): Editor {
  const store = createStore<EditorState>()(() => ({ project: null, document: null, saving: { state: 'saved' }, problem: null }));
  const waiting: Step[] = [];
  let sending: Promise<void> | null = null;

  const show = (project: ProjectState): void => {
    const edits = waiting.flatMap((step) => (step.do === 'edit' ? step.edits : []));
    store.setState({ project, document: applyAll(project.document, edits), problem: null });
  };
  const fetchFresh = (): Promise<ProjectState> => client.projects.get({ projectId });
  const send = (step: Step, revision: number): Promise<ProjectState> => {
    if (step.do === 'edit') return client.projects.edit({ projectId, revision, edits: [...step.edits] });
    return step.do === 'undo' ? client.projects.undo({ projectId }) : client.projects.redo({ projectId });
  };

  /** After a lost answer: was the step carried out after all? Then the studio is one revision further. */
  const wasDone = (step: Step, before: ProjectState, fresh: ProjectState): boolean => {
    if (fresh.revision <= before.revision) return false;
    return step.do !== 'edit' || isSame(fresh.document, applyAll(before.document, step.edits));
  };

  const sendOne = async (step: Step, project: ProjectState, answerLost: boolean): Promise<void> => {
    if (answerLost) {
      const fresh = await fetchFresh();
      if (wasDone(step, project, fresh)) {
        waiting.shift();
        return show(fresh);
      }
      if (fresh.revision !== project.revision) return show(fresh); // another window was here: the next round builds on its work
    }
    try {
      const next = await send(step, project.revision);
      waiting.shift();
      return show(next);
    } catch (error) {
      if (mayWorkLater(error)) throw error;
      const why = explain(error);
      const fresh = await fetchFresh();
      const builtOnOld = why.code === 'CONFLICT' && step.do === 'edit';
      if (!builtOnOld) waiting.shift(); // impossible, or nothing to undo: taken back
      if (why.code !== 'CONFLICT') onRefused(why);
      return show(fresh);
    }
  };

  const sendAll = async (): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    let answerLost = false;
    for (;;) {
      const [step] = waiting;
      const { project } = store.getState();
      if (step === undefined || project === null) return;
      try {
        await sendOne(step, project, answerLost);
        answerLost = false;
        waitMs = FIRST_WAIT_MS;
        store.setState({ saving: { state: waiting.length === 0 ? 'saved' : 'saving' } });
      } catch (error) {
        answerLost = true;
        store.setState({ saving: { state: 'waiting', why: explain(error) } });
        await sleep(waitMs);
        waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
      }
    }
  };
  const wake = (): void => {
    if (store.getState().saving.state === 'saved') store.setState({ saving: { state: 'saving' } });
    sending ??= sendAll().finally(() => {
      sending = null;
    });
  };

  return {
    store,
    edit(...edits) {
      const { document } = store.getState();
      if (document === null) return false;
      const edited = applyAll(document, edits);
      if (edited === document) return false;
      waiting.push({ do: 'edit', edits });
      store.setState({ document: edited });
      wake();
      return true;
    },
    undo() {
      waiting.push({ do: 'undo' });
      wake();
    },
    redo() {
      waiting.push({ do: 'redo' });
      wake();
    },
    async open() {
      try {
        show(await fetchFresh());
      } catch (error) {
        if (store.getState().project === null) store.setState({ problem: explain(error) });
      }
    },
    notice({ revision, hash }) {
      const { project } = store.getState();
      if (project === null || waiting.length > 0 || revision <= project.revision || hash === project.hash) return;
      void fetchFresh().then(
        (fresh) => waiting.length === 0 && show(fresh),
        () => undefined, // a broken link is told elsewhere, and the next notice comes after it is mended
      );
    },
  };
}
