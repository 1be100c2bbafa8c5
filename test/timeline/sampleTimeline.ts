import type { AssetRef, CaptionLook, Clip, Format, Timeline, Word } from '../../shared/timeline/document.ts';
import { newTimeline } from '../../shared/timeline/newTimeline.ts';

export const look: CaptionLook = {
  name: 'Plain',
  font: 'Poppins SemiBold',
  size: 0.036,
  colour: '#ffffff',
  highlight: { mode: 'colour', colour: '#ffd84d' },
  outline: { colour: '#101014', width: 0.1 },
  y: 0.7,
  uppercase: false,
  maxWordsPerLine: 4,
  maxLines: 2,
};
export const vertical: Format = { name: '9:16', width: 1080, height: 1920, fps: 30 };

export const makeAsset = (id: string, changes: Partial<AssetRef> = {}): AssetRef => ({
  id,
  name: `${id}.mp4`,
  kind: 'video',
  hash: id
    .split('')
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0')
    .slice(0, 64),
  bytes: 1000,
  seconds: 20,
  width: 1280,
  height: 720,
  hasAudio: true,
  ...changes,
});

export const makeClip = (id: string, changes: Partial<Clip> = {}): Clip => ({
  id,
  assetId: 'talk',
  start: 0,
  length: 300,
  trimIn: 0,
  speed: 1,
  volume: 1,
  fit: { mode: 'cover', focus: { x: 0.5, y: 0.5 } },
  ...changes,
});

/** Words of 0.3 s, two a second: "w0" at 0.1–0.4, "w1" at 0.6–0.9, …. */
export const makeWords = (count: number, prefix = 'w'): Word[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${index}`,
    text: `${prefix}${index}`,
    start: index / 2 + 0.1,
    end: index / 2 + 0.4,
  }));

/**
 * 20 s of talk in two clips with a hole in the source between them, a B-roll clip and an image above, a voice, and music below it all.
 */
export function sampleTimeline(): Timeline {
  const empty = newTimeline({ id: 'sample', title: 'Sample', format: vertical, look });
  const clips: Record<string, Clip[]> = {
    main: [makeClip('m1', { length: 200 }), makeClip('m2', { start: 200, length: 150, trimIn: 300 })],
    broll: [
      makeClip('b1', { assetId: 'forest', start: 50, length: 60, speed: 1.5 }),
      makeClip('b2', { assetId: 'logo', start: 120, length: 40 }),
    ],
    voice: [makeClip('v1', { assetId: 'voice', start: 180, length: 90, trimIn: 15, speed: 0.75 })],
    music: [makeClip('s1', { assetId: 'song', length: 340, volume: 0.3 })],
  };
  return {
    ...empty,
    assets: {
      talk: makeAsset('talk'),
      forest: makeAsset('forest', { seconds: 7.77, hasAudio: false }),
      logo: makeAsset('logo', { kind: 'image', name: 'logo.png', seconds: 0, hasAudio: false }),
      voice: makeAsset('voice', { kind: 'audio', name: 'voice.wav', width: 0, height: 0, seconds: 12.345 }),
      song: makeAsset('song', { kind: 'audio', name: 'song.mp3', width: 0, height: 0, seconds: 13 }),
    },
    transcripts: { talk: makeWords(38), voice: makeWords(20, 'v') },
    tracks: empty.tracks.map((track) => ({ ...track, clips: clips[track.id] ?? [] })),
    overlays: [
      {
        id: 'o1',
        kind: 'text',
        start: 10,
        length: 100,
        x: 0.5,
        y: 0.2,
        text: 'Hello',
        font: 'Anton',
        size: 0.05,
        colour: '#ffffff',
      },
      { id: 'o2', kind: 'image', assetId: 'logo', start: 190, length: 30, x: 0.9, y: 0.1, width: 0.2, opacity: 1 },
    ],
  };
}
