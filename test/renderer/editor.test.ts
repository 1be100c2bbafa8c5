import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import type { ProjectState } from '../../shared/contract/projects.ts';
import { applyEdit } from '../../shared/timeline/applyEdit.ts';
import type { Timeline } from '../../shared/timeline/document.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';
import { createEditor } from '../../renderer/state/editor.ts';

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
const title = (text: string): Edit => ({ type: 'setTitle', title: text });
const refusal = (code: string): ORPCError<string, { hint: string }> =>
  new ORPCError(code, { defined: true, message: 'No.', data: { hint: 'Do otherwise.' } });

/** A studio in memory that may be told to fail: `before` the edit is carried out, or `after`, so that only the answer is lost. */
function makeStudio() {
  let document: Timeline = newTimeline({ id: 'p', title: 'First', format: { name: '9:16', width: 1080, height: 1920, fps: 30 }, look });
  let revision = 1;
  const past: Timeline[] = [];
  const faults: { when: 'before' | 'after'; error: Error }[] = [];
  const stateNow = (): ProjectState => ({
    id: 'p',
    title: document.title,
    seconds: 0,
    format: '9:16',
    revision,
    hash: `hash-${revision}`,
    posterAssetId: null,
    createdAt: '2026-01-01T00:00:00Z',
    editedAt: '2026-01-01T00:00:00Z',
    removedAt: null,
    canUndo: past.length > 0,
    canRedo: false,
    undoType: null,
    redoType: null,
    document: structuredClone(document),
    missing: [],
  });
  const change = (next: () => Timeline): ProjectState => {
    const fault = faults.shift();
    if (fault?.when === 'before') throw fault.error;
    document = next();
    revision += 1;
    if (fault?.when === 'after') throw fault.error;
    return stateNow();
  };
  const projects = {
    get: async () => stateNow(),
    edit: async (input: { revision: number; edits: Edit[] }) => {
      await Promise.resolve(); // a wire takes time
      if (input.revision !== revision) throw refusal('CONFLICT');
      return change(() => {
        past.push(document);
        return input.edits.reduce(applyEdit, document);
      });
    },
    undo: async () => change(() => past.pop() ?? document),
  };
  const refused: string[] = [];
  let waits = 0;
  const editor = createEditor({
    client: { projects } as never, // only the calls above are made
    projectId: 'p',
    sleep: async () => {
      waits += 1;
    },
    onRefused: ({ message }) => refused.push(message),
  });
  return {
    editor,
    faults,
    refused,
    stored: () => document.title,
    undoSteps: () => past.length,
    waits: () => waits,
    revision: () => revision,
    editElsewhere: (text: string) => {
      past.push(document);
      document = { ...document, background: text };
      revision += 1;
    },
  };
}

async function settle({ editor }: ReturnType<typeof makeStudio>): Promise<void> {
  while (editor.store.getState().saving.state !== 'saved') await new Promise((resolve) => setTimeout(resolve, 1));
}

test('an edit is seen at once and stored soon after', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  expect(studio.editor.edit(title('Second'))).toBe(true);
  expect(studio.editor.store.getState()).toMatchObject({ document: { title: 'Second' }, saving: { state: 'saving' } });
  expect(studio.stored()).toBe('First');
  await settle(studio);
  expect(studio.stored()).toBe('Second');
});

test('an edit that changes nothing is not sent', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  expect(studio.editor.edit({ type: 'removeTrack', trackId: 'nowhere' })).toBe(false);
  expect(studio.editor.store.getState().saving.state).toBe('saved');
  expect(studio.revision()).toBe(1);
});

test('many edits arrive in order, each one undo step', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  for (const text of ['a', 'b', 'c']) studio.editor.edit(title(text));
  studio.editor.undo();
  await settle(studio);
  expect(studio.stored()).toBe('b');
  expect(studio.editor.store.getState().document?.title).toBe('b');
  expect(studio.undoSteps()).toBe(2);
});

test('while the studio is away edits wait, are seen, and are stored when it is back', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  studio.faults.push(
    { when: 'before', error: new TypeError('Failed to fetch') },
    { when: 'before', error: new TypeError('Failed to fetch') },
  );
  studio.editor.edit(title('Kept'));
  studio.editor.edit({ type: 'setBackground', background: '#112233' });
  await settle(studio);
  expect(studio.waits()).toBe(2);
  expect(studio.stored()).toBe('Kept');
  expect(studio.editor.store.getState().document?.background).toBe('#112233');
});

test('an edit whose answer was lost is not made twice', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  studio.faults.push({ when: 'after', error: new TypeError('Failed to fetch') });
  studio.editor.edit(title('Once'));
  await settle(studio);
  expect(studio.undoSteps()).toBe(1);
  expect(studio.revision()).toBe(2);
});

test('an undo whose answer was lost is not made twice', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  studio.editor.edit(title('a'));
  studio.editor.edit(title('b'));
  await settle(studio);
  studio.faults.push({ when: 'after', error: new TypeError('Failed to fetch') });
  studio.editor.undo();
  await settle(studio);
  expect(studio.stored()).toBe('a');
});

test('when another window was faster, the edit is laid on top of its work', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  studio.editElsewhere('#445566');
  studio.editor.edit(title('Mine'));
  await settle(studio);
  expect(studio.editor.store.getState().document).toMatchObject({ title: 'Mine', background: '#445566' });
  expect(studio.stored()).toBe('Mine');
});

test('a refused edit is taken back, with the reason, and the rest goes on', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  studio.faults.push({ when: 'before', error: refusal('BAD_INPUT') });
  studio.editor.edit(title('Bad'));
  studio.editor.edit({ type: 'setBackground', background: '#010203' });
  await settle(studio);
  expect(studio.refused).toEqual(['No.']);
  expect(studio.editor.store.getState().document).toMatchObject({ title: 'First', background: '#010203' });
});

test('a full disk keeps the edit waiting instead of dropping it', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  studio.faults.push({ when: 'before', error: refusal('DISK_FULL') });
  studio.editor.edit(title('Still here'));
  await settle(studio);
  expect(studio.waits()).toBe(1);
  expect(studio.refused).toEqual([]);
  expect(studio.stored()).toBe('Still here');
});

test('news of another window’s edit is fetched, while own edits wait for their turn', async () => {
  const studio = makeStudio();
  await studio.editor.open();
  studio.editElsewhere('#778899');
  const { project } = studio.editor.store.getState();
  if (project === null) throw new Error('The project did not open.');
  studio.editor.notice({ ...project, revision: 2, hash: 'hash-2' });
  await expect.poll(() => studio.editor.store.getState().document?.background).toBe('#778899');
});
