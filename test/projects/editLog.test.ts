import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../shared/timeline/canonicalJson.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import { arbitraryEdit } from '../timeline/arbitraryEdit.ts';
import { makeWords, sampleTimeline } from '../timeline/sampleTimeline.ts';
import { call, failureOf, openRoom } from './openRoom.ts';

const title = (text: string): Edit => ({ type: 'setTitle', title: text });
type Room = ReturnType<typeof openRoom>;
const make = async (room: Room) => room.projects.create({ format: '9:16', title: 'First' }, call);
const edit = async (room: Room, projectId: string, ...edits: Edit[]) => {
  const { revision } = await room.projects.get({ projectId }, call);
  return room.projects.edit({ projectId, revision, edits }, call);
};

describe('editing', () => {
  test('answers with the new document, and a restart finds it', async () => {
    using room = openRoom();
    const { id } = await make(room);
    const edited = await edit(room, id, title('Second'), { type: 'setBackground', background: '#101010' });
    expect(edited).toMatchObject({ title: 'Second', revision: 1, canUndo: true, canRedo: false, undoType: 'setBackground' });
    room.reopen();
    expect(await room.projects.get({ projectId: id }, call)).toEqual(edited);
  });

  test('is refused on an older revision, and nothing is overwritten', async () => {
    using room = openRoom();
    const { id } = await make(room);
    await edit(room, id, title('Theirs'));
    const failure = await failureOf(() => room.projects.edit({ projectId: id, revision: 0, edits: [title('Mine')] }, call));
    expect(failure.code).toBe('CONFLICT');
    expect((await room.projects.get({ projectId: id }, call)).title).toBe('Theirs');
  });

  test('that changes nothing leaves nothing to undo', async () => {
    using room = openRoom();
    const { id } = await make(room);
    const state = await edit(room, id, { type: 'removeTrack', trackId: 'nobody' });
    expect(state).toMatchObject({ revision: 0, canUndo: false });
    expect(room.count('select count(*) from project_edits')).toBe(0);
  });

  test('refuses a whole document that is not sound, and keeps all edits of that call out', async () => {
    using room = openRoom();
    const { id } = await make(room);
    const unsound = sampleTimeline();
    const broken = { ...unsound, assets: {} };
    const failure = await failureOf(() => edit(room, id, title('Half'), { type: 'replaceDocument', timeline: broken }));
    expect(failure).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('transcripts.talk') });
    expect((await room.projects.get({ projectId: id }, call)).title).toBe('First');
  });

  test('publishes the whole new summary', async () => {
    using room = openRoom();
    const { id } = await make(room);
    const state = await edit(room, id, title('Told'));
    expect(room.published.at(-1)).toMatchObject({
      topic: 'project',
      removed: false,
      value: { id, title: 'Told', revision: 1, hash: state.hash },
    });
  });

  test('of an unknown project, or one in the bin, is refused', async () => {
    using room = openRoom();
    const { id } = await make(room);
    expect(await failureOf(() => room.projects.get({ projectId: 'nobody' }, call))).toMatchObject({ code: 'NOT_FOUND' });
    await room.projects.remove({ projectId: id }, call);
    expect(await failureOf(() => room.projects.edit({ projectId: id, revision: 0, edits: [title('x')] }, call))).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await room.projects.list({}, call)).toEqual([]);
    expect(room.published.at(-1)).toMatchObject({ topic: 'project', removed: true });
    expect(await room.projects.restore({ projectId: id }, call)).toMatchObject({ id, removedAt: null });
    expect(await room.projects.list({}, call)).toHaveLength(1);
  });
});

describe('undo and redo', () => {
  test('reach from the last edit to the first and back, over restarts', async () => {
    using room = openRoom();
    const { id } = await make(room);
    const hashes = [(await room.projects.get({ projectId: id }, call)).hash];
    for (let index = 1; index <= 120; index += 1) hashes.push((await edit(room, id, title(`Title ${index}`))).hash);
    expect(room.count('select count(*) from project_versions')).toBe(3);
    room.reopen();
    for (let index = 119; index >= 0; index -= 1) {
      if (index === 60) room.reopen();
      expect((await room.projects.undo({ projectId: id }, call)).hash).toBe(hashes[index]);
    }
    expect(await failureOf(() => room.projects.undo({ projectId: id }, call))).toMatchObject({ code: 'CONFLICT' });
    room.reopen();
    for (let index = 1; index <= 120; index += 1) expect((await room.projects.redo({ projectId: id }, call)).hash).toBe(hashes[index]);
    const end = await room.projects.get({ projectId: id }, call);
    expect(end).toMatchObject({ canRedo: false, undoType: 'setTitle', revision: 360, title: 'Title 120' });
    expect(await failureOf(() => room.projects.redo({ projectId: id }, call))).toMatchObject({ code: 'CONFLICT' });
  });

  test('a new edit after undo drops what could have been redone, snapshots too', async () => {
    using room = openRoom();
    const { id } = await make(room);
    for (let index = 1; index <= 52; index += 1) await edit(room, id, title(`Old ${index}`));
    for (let index = 0; index < 4; index += 1) await room.projects.undo({ projectId: id }, call);
    const state = await edit(room, id, title('New'));
    expect(state).toMatchObject({ canRedo: false, title: 'New' });
    expect(room.count('select max(sequence) from project_edits')).toBe(49);
    expect(room.count('select max(sequence) from project_versions')).toBe(0);
    room.reopen();
    expect((await room.projects.get({ projectId: id }, call)).document).toEqual(state.document);
    expect((await room.projects.undo({ projectId: id }, call)).title).toBe('Old 48');
  });

  test('give back the identical document after any sequence of edits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryEdit, { minLength: 1, maxLength: 15 }), async (edits) => {
        using room = openRoom();
        const { id } = await make(room);
        const states = [await edit(room, id, { type: 'replaceDocument', timeline: sampleTimeline() })];
        for (const one of edits) {
          const state = await edit(room, id, one);
          if (state.revision !== states.at(-1)?.revision) states.push(state);
        }
        const [half] = [Math.floor(states.length / 2)];
        for (let index = states.length - 2; index >= 0; index -= 1) {
          if (index === half) room.reopen();
          const undone = await room.projects.undo({ projectId: id }, call);
          expect(canonicalJson(undone.document)).toBe(canonicalJson(states[index]?.document));
          expect(undone.hash).toBe(states[index]?.hash);
        }
        for (const { hash } of states.slice(1)) expect((await room.projects.redo({ projectId: id }, call)).hash).toBe(hash);
      }),
      { numRuns: 25 },
    );
  });
});

describe('damage', () => {
  const damaged = 'This project can be read up to edit 2 of 4';
  const makeDamaged = async (room: Room) => {
    const { id } = await make(room);
    for (let index = 1; index <= 4; index += 1) await edit(room, id, title(`Title ${index}`));
    room.sql(`update project_edits set edit = '{"type":"setTitle","title":' where project_id = ? and sequence = 3`, id);
    room.reopen();
    return id;
  };

  test('of one project is said plainly and leaves the others alone', async () => {
    using room = openRoom();
    const other = await make(room);
    const id = await makeDamaged(room);
    const failure = await failureOf(() => room.projects.get({ projectId: id }, call));
    expect(failure).toMatchObject({ code: 'PROJECT_BROKEN', message: expect.stringContaining(damaged) });
    expect((await room.projects.get({ projectId: other.id }, call)).title).toBe('First');
    expect(await room.projects.list({}, call)).toHaveLength(2);
  });

  test('is left behind by undo, which goes to the last document that can be read', async () => {
    using room = openRoom();
    const id = await makeDamaged(room);
    expect(await room.projects.undo({ projectId: id }, call)).toMatchObject({ title: 'Title 2', canUndo: true });
    expect(await failureOf(() => room.projects.redo({ projectId: id }, call))).toMatchObject({ code: 'PROJECT_BROKEN' });
    expect((await edit(room, id, title('Onwards'))).title).toBe('Onwards');
    room.reopen();
    expect((await room.projects.get({ projectId: id }, call)).title).toBe('Onwards');
  });

  test('of an old edit ends undo there, and leaves a project that is whole as it stands', async () => {
    using room = openRoom();
    const { id } = await make(room);
    for (let index = 1; index <= 51; index += 1) await edit(room, id, title(`Title ${index}`));
    room.sql('delete from project_edits where project_id = ? and sequence = 30', id);
    room.reopen();
    expect((await room.projects.undo({ projectId: id }, call)).title).toBe('Title 50');
    expect(await failureOf(() => room.projects.undo({ projectId: id }, call))).toMatchObject({
      code: 'PROJECT_BROKEN',
      message: expect.stringContaining('The project as it stands is whole.'),
    });
    expect((await room.projects.get({ projectId: id }, call)).title).toBe('Title 50');
    expect((await room.projects.redo({ projectId: id }, call)).title).toBe('Title 51');
  });

  test('does not keep an exported copy out: it comes in beside', async () => {
    using room = openRoom();
    const { id } = await make(room);
    const { json } = await room.projects.export({ projectId: id }, call);
    room.sql(`update project_versions set document = '' where project_id = ?`, id);
    room.reopen();
    const { project, outcome, notes } = await room.projects.import({ json }, call);
    expect({ outcome, title: project.title, notes: notes.length }).toEqual({ outcome: 'new', title: 'First', notes: 1 });
    expect(project.id).not.toBe(id);
    expect(await room.projects.list({}, call)).toHaveLength(2);
  });

  test('of a snapshot costs nothing while an older one and the edits can be read', async () => {
    using room = openRoom();
    const { id } = await make(room);
    for (let index = 1; index <= 51; index += 1) await edit(room, id, title(`Title ${index}`));
    room.sql(`update project_versions set document = 'x' where project_id = ? and sequence = 50`, id);
    room.reopen();
    expect((await room.projects.get({ projectId: id }, call)).title).toBe('Title 51');
    room.sql(`update project_versions set document = '[]' where project_id = ? and sequence = 0`, id);
    room.reopen();
    expect(await failureOf(() => room.projects.get({ projectId: id }, call))).toMatchObject({
      code: 'PROJECT_BROKEN',
      hint: expect.stringContaining('Import'),
    });
  });

  test('of a stored hash is mended to what the document is, so that no approval of something else holds', async () => {
    using room = openRoom();
    const { id, hash } = await make(room);
    room.sql(`update projects set hash = 'something else' where id = ?`, id);
    room.reopen();
    expect((await room.projects.get({ projectId: id }, call)).hash).toBe(hash);
    expect(room.count('select count(*) from projects where hash = ?', hash)).toBe(1);
  });
});

test('an edit of a long transcript is stored as the edit alone, not as the document', async () => {
  using room = openRoom();
  room.addRecording('hour', makeWords(40));
  const { id } = await room.projects.create({ format: '9:16', assetId: 'hour' }, call);
  await edit(room, id, { type: 'setWord', assetId: 'hour', wordId: 'w3', text: 'better' });
  expect(room.count('select length(edit) from project_edits')).toBeLessThan(120);
});
