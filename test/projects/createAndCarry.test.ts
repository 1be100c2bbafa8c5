import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { captionWords } from '../../shared/timeline/captionWords.ts';
import { makeWords } from '../timeline/sampleTimeline.ts';
import { call, failureOf, openRoom } from './openRoom.ts';

describe('a new project', () => {
  test('holds the stretch of the recording that was asked for, with its words', async () => {
    using room = openRoom();
    room.addRecording('talk', makeWords(38));
    const state = await room.projects.create({ format: '9:16', assetId: 'talk', from: 5, to: 8 }, call);
    expect(state).toMatchObject({ title: 'talk', seconds: 3, format: '9:16', posterAssetId: 'talk', missing: [], canUndo: false });
    expect(state.document.tracks[0]?.clips).toMatchObject([{ assetId: 'talk', start: 0, length: 90, trimIn: 150 }]);
    expect(captionWords(state.document).map(({ text, from }) => [text, from])).toEqual([
      ['w10', 3],
      ['w11', 18],
      ['w12', 33],
      ['w13', 48],
      ['w14', 63],
      ['w15', 78],
    ]);
    expect(state.document.transcripts['talk']).toHaveLength(38);
    expect(room.projects.document(state.id)).toEqual(state.document);
    expect(room.projects.usedBy('talk')).toEqual(['talk']);
    expect(room.projects.usedBy('constructor')).toEqual([]);
  });

  test('is refused for an unknown format, recording or stretch, and none is made', async () => {
    using room = openRoom();
    room.addRecording('talk');
    const refused = [
      { format: '3:2' },
      { format: '9:16', assetId: 'nobody' },
      { format: '9:16', assetId: 'talk', from: 30 },
      { format: '9:16', assetId: 'talk', from: 5, to: 4 },
    ];
    const codes = [];
    for (const input of refused) codes.push((await failureOf(() => room.projects.create(input, call))).code);
    expect(codes).toEqual(['BAD_INPUT', 'NOT_FOUND', 'BAD_INPUT', 'BAD_INPUT']);
    expect(await room.projects.list({}, call)).toEqual([]);
  });

  test('names the media whose file went away', async () => {
    using room = openRoom();
    const path = room.addRecording('talk');
    const { id } = await room.projects.create({ format: '9:16', assetId: 'talk' }, call);
    rmSync(path);
    expect((await room.projects.get({ projectId: id }, call)).missing).toEqual(['talk']);
  });
});

describe('carrying a project', () => {
  const make = async (room: ReturnType<typeof openRoom>) => {
    room.addRecording('talk', makeWords(38));
    return room.projects.create({ format: '9:16', assetId: 'talk', title: 'Über: "alles"/?' }, call);
  };

  test('to a file and back changes nothing, and says so', async () => {
    using room = openRoom();
    const { id, document } = await make(room);
    const path = join(room.home, 'out.json');
    const exported = await room.projects.export({ projectId: id, path }, call);
    expect(exported).toMatchObject({ name: 'Über alles.tidereel.json', path });
    expect(readFileSync(path, 'utf8')).toBe(exported.json);
    expect(readdirSync(room.home).filter((name) => name.includes('.part-'))).toEqual([]);
    const imported = await room.projects.import({ path }, call);
    expect(imported).toMatchObject({ outcome: 'unchanged', notes: [], project: { id, document, revision: 0 } });
  });

  test('with changes in the file makes one edit that can be undone', async () => {
    using room = openRoom();
    const { id, document } = await make(room);
    const { json } = await room.projects.export({ projectId: id }, call);
    await room.projects.remove({ projectId: id }, call);
    const imported = await room.projects.import({ json: json.replace('#000000', '#123456') }, call);
    expect(imported).toMatchObject({ outcome: 'replaced', project: { revision: 1, undoType: 'replaceDocument', removedAt: null } });
    expect(imported.notes).toEqual(['The project was in the bin; it is back.']);
    expect((await room.projects.undo({ projectId: id }, call)).document).toEqual(document);
  });

  test('to another computer finds the media beside the file by content, under an id of its own', async () => {
    using here = openRoom();
    using there = openRoom();
    const { id, document } = await make(here);
    const folder = join(there.home, 'carried');
    mkdirSync(folder);
    await here.projects.export({ projectId: id, path: join(folder, 'project.json') }, call);
    renameSync(join(here.home, 'talk.mp4'), join(folder, 'talk.mp4'));
    const { project, outcome, notes } = await there.projects.import({ path: join(folder, 'project.json') }, call);
    const [assetId = ''] = Object.keys(project.document.assets);
    expect({ outcome, notes, missing: project.missing }).toEqual({ outcome: 'new', notes: [], missing: [] });
    expect(assetId).toMatch(/^imported-/);
    expect(project.document.transcripts[assetId]).toEqual(document.transcripts['talk']);
    expect(project.document.tracks[0]?.clips[0]).toEqual({ ...document.tracks[0]?.clips[0], assetId });
    expect(project.document.assets[assetId]).toEqual({ ...document.assets['talk'], id: assetId });
  });

  test('finds media at the path in the file, but never takes other content for them', async () => {
    using here = openRoom();
    using there = openRoom();
    const { id } = await make(here);
    const { json } = await here.projects.export({ projectId: id }, call);
    writeFileSync(join(here.home, 'talk.mp4'), 'bytes of talk'.toUpperCase()); // as long as before
    const lost = await there.projects.import({ json }, call);
    expect(lost.project.missing).toEqual(['talk']);
    expect(there.count('select count(*) from assets')).toBe(0);
    expect(lost.notes).toEqual(['talk.mp4 was not found on this computer. Its place in the project is kept.']);
    expect(lost.project.document.tracks[0]?.clips).toHaveLength(1);
    writeFileSync(join(here.home, 'talk.mp4'), 'bytes of talk');
    const found = await there.projects.import({ json }, call);
    expect(found.project.missing).toEqual([]);
    expect(found.outcome).toBe('replaced');
  });

  test('into a folder that cannot be written says so and leaves nothing behind', async () => {
    using room = openRoom();
    const { id } = await make(room);
    writeFileSync(join(room.home, 'file'), '');
    const relative = await failureOf(() => room.projects.export({ projectId: id, path: 'somewhere.json' }, call));
    expect(relative.code).toBe('BAD_INPUT');
    expect(existsSync('somewhere.json')).toBe(false);
    const codeAt = async (path: string) => (await failureOf(() => room.projects.export({ projectId: id, path }, call))).code;
    expect(await codeAt(join(room.home, 'file', 'x.json'))).toBe('FOLDER_READ_ONLY'); // a file lies where the folder should be
    expect(await codeAt(room.home)).toBe('BAD_INPUT'); // a folder has that name
    expect(readdirSync(room.home).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  test('from a file that is not there, or from nothing, is refused', async () => {
    using room = openRoom();
    expect(await failureOf(() => room.projects.import({ path: join(room.home, 'nothing.json') }, call))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await failureOf(() => room.projects.import({}, call))).toMatchObject({ code: 'BAD_INPUT' });
  });
});
