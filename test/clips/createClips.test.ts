import { describe, expect, test } from 'vitest';
import { createClips, type ClipNeeds } from '../../electron/clips/createClips.ts';
import type { Asset } from '../../shared/contract/assets.ts';
import type { ProjectState } from '../../shared/contract/projects.ts';
import type { CaptionLook } from '../../shared/timeline/document.ts';

const look: CaptionLook = {
  name: 'Bright',
  font: 'Anton',
  size: 0.04,
  colour: '#ffffff',
  highlight: { mode: 'none', colour: '#ffffff' },
  outline: { colour: '#000000', width: 0.1 },
  y: 0.7,
  uppercase: false,
  maxWordsPerLine: 4,
  maxLines: 2,
};

const asset: Asset = {
  id: 'talk',
  name: 'talk.mp4',
  kind: 'video',
  hash: 'a'.repeat(64),
  bytes: 1,
  seconds: 60,
  width: 640,
  height: 360,
  hasAudio: true,
  path: '/talk.mp4',
  present: true,
  details: {
    container: 'mp4',
    videoCodec: 'h264',
    audioCodec: 'aac',
    fps: 30,
    variableRate: false,
    rotation: 0,
    hdr: false,
    audioTracks: 1,
  },
  state: 'ready',
  problem: null,
  notes: [],
  hasPoster: true,
  hasWaveform: true,
  hasProxy: true,
  transcript: { state: 'ready', words: 0, source: null, problem: null },
  importedAt: '2026-01-01T00:00:00.000Z',
};

const project: ProjectState = {
  id: 'p1',
  title: 'x',
  seconds: 20,
  format: '9:16',
  revision: 3,
  hash: 'b'.repeat(64),
  posterAssetId: null,
  createdAt: asset.importedAt,
  editedAt: asset.importedAt,
  removedAt: null,
  canUndo: false,
  canRedo: false,
  undoType: null,
  redoType: null,
  missing: [],
  document: {
    version: 1,
    id: 'p1',
    title: 'x',
    fps: 30,
    format: { name: '9:16', width: 1080, height: 1920, fps: 30 },
    assets: {},
    transcripts: {},
    tracks: [],
    overlays: [],
    captions: { visible: true, look },
    audio: { loudness: -14 },
    background: '#000000',
  },
};

function studioWith(changed: Partial<Asset> = {}) {
  const asked: unknown[] = [];
  const needs: ClipNeeds = {
    assets: {
      get: () => ({ ...asset, ...changed }),
      words: () =>
        Array.from({ length: 120 }, (_, index) => ({
          id: `w${index}`,
          text: index % 10 === 9 ? 'end.' : 'word',
          start: index / 2,
          end: index / 2 + 0.4,
        })),
    },
    projects: {
      create: (input) => {
        asked.push(input);
        return project;
      },
      edit: (input) => {
        asked.push(input);
        return { ...project, revision: 4 };
      },
    },
    waveform: async (assetId) => {
      asked.push(assetId);
      return { rate: 100, peaks: [], levels: Array.from({ length: 6_000 }, (_, index) => (index % 50 < 40 ? -20 : -60)) };
    },
    captionLooks: [look],
  };
  return { clips: createClips(needs), asked };
}

const call = { signal: new AbortController().signal };

describe('the clips service', () => {
  test('suggests from words and levels', async () => {
    const { clips, asked } = studioWith();
    expect(await clips.suggest({ assetId: 'talk', count: 2, min: 10, max: 20 }, call)).toHaveLength(2);
    expect(asked).toEqual(['talk']);
  });

  test('does not wait for levels of a recording without sound', async () => {
    const { clips, asked } = studioWith({ hasAudio: false });
    expect(await clips.suggest({ assetId: 'talk', count: 2, min: 10, max: 20 }, call)).toHaveLength(2);
    expect(asked).toEqual([]);
  });

  test.each([
    ['lengths that exclude each other', { min: 30, max: 20 }, {}, 'BAD_INPUT'],
    ['a picture', {}, { kind: 'image' as const }, 'MEDIA_UNSUPPORTED'],
    ['a recording that could not be read', {}, { state: 'broken' as const, problem: 'Cut off.' }, 'MEDIA_UNSUPPORTED'],
  ])('refuses %s with a code', async (_, lengths, changed, code) => {
    const { clips } = studioWith(changed);
    await expect(clips.suggest({ assetId: 'talk', count: 2, min: 10, max: 20, ...lengths }, call)).rejects.toMatchObject({ code });
  });

  test('makes a project of the stretch, in the named style', async () => {
    const { clips, asked } = studioWith();
    const made = await clips.toProject({ assetId: 'talk', start: 5, end: 99, title: 'One', style: 'bright', format: '9:16' }, call);
    expect(made.revision).toBe(4);
    expect(asked).toEqual([
      { title: 'One', format: '9:16', assetId: 'talk', from: 5, to: 60 },
      { projectId: 'p1', revision: 3, edits: [{ type: 'setCaptions', visible: true, look }] },
    ]);
  });

  test('an unknown style or an empty stretch leaves no project behind', async () => {
    const { clips, asked } = studioWith();
    const wish = { assetId: 'talk', start: 5, end: 20, title: 'One', format: '9:16' };
    await expect(clips.toProject({ ...wish, style: 'nope' }, call)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      hint: 'Choose one of: Bright.',
    });
    await expect(clips.toProject({ ...wish, end: 5 }, call)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(clips.toProject({ ...wish, start: 61, end: 70 }, call)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(asked).toEqual([]);
  });
});
