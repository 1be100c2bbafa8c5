import * as fc from 'fast-check';
import type { Word } from '../../shared/timeline/document.ts';
import type { Edit } from '../../shared/timeline/edit.ts';
import { look, makeAsset, makeClip, makeWords, vertical } from './sampleTimeline.ts';

/** Ids that exist at the start, that edits may bring into being, and that never exist (some with a meaning in JavaScript). */
const clipId = fc.constantFrom('m1', 'm2', 'b1', 'b2', 'v1', 's1', 'n-1', 'n-2', 'm1-1', 'fresh', 'fresher', 'nobody', 'constructor');
const trackId = fc.constantFrom('main', 'broll', 'voice', 'music', 'extra', 'nobody');
const assetId = fc.constantFrom('talk', 'forest', 'logo', 'voice', 'song', 'added', 'constructor', 'nobody');
const overlayId = fc.constantFrom('o1', 'o2', 'o3', 'nobody');
const wordIds = fc
  .array(fc.constantFrom(...makeWords(40), ...makeWords(20, 'v')), { minLength: 1, maxLength: 8 })
  .map((words) => words.map(({ id }) => id));
const newIds = fc.constantFrom('n', 'm1', 'x'.repeat(80));
const frame = fc.oneof(fc.nat(500), fc.constantFrom(0, 1, 29_999_999, 30_000_000));
const speed = fc.oneof(fc.double({ min: 0.25, max: 4, noNaN: true }), fc.constantFrom(0.25, 0.5, 1, 1.1, 2, 4));
const seconds = fc.double({ min: 0, max: 25, noNaN: true });
const ripple = fc.boolean();
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const clip = fc
  .record({
    id: clipId,
    assetId,
    start: frame,
    length: fc.integer({ min: 1, max: 400 }),
    trimIn: fc.double({ min: 0, max: 700, noNaN: true }),
    speed,
  })
  .map(({ id, ...rest }) => makeClip(id, rest));
const asset = fc
  .record({ id: assetId, kind: fc.constantFrom('video' as const, 'audio' as const, 'image' as const), seconds })
  .map(({ id, kind, seconds: length }) => makeAsset(id, { kind, seconds: kind === 'image' ? 0 : length }));
const words = fc.constantFrom<Word[]>(makeWords(12), makeWords(5, 'v').toReversed(), [], [...makeWords(2), ...makeWords(2)]);
const overlay = fc
  .record({ id: overlayId, start: frame, length: fc.integer({ min: 1, max: 400 }), assetId })
  .map(({ assetId: shown, ...base }) =>
    base.id === 'o1'
      ? { ...base, kind: 'text' as const, x: 0.5, y: 0.5, text: 'Hi', font: 'Anton', size: 0.1, colour: '#ffffff' }
      : { ...base, kind: 'image' as const, x: 0.5, y: 0.5, assetId: shown, width: 0.5, opacity: 1 },
  );

const type = <const Type extends string>(name: Type) => fc.constant(name);

/** Undefined members are left out, as they are in JSON. */
const withoutUndefined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value; // the same members, fewer keys

/** Cuts only: what takes time out or moves edges, but brings in no media. */
const arbitraryCut: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ type: type('splitClip'), clipId, frame, rightId: clipId }),
  fc.record({ type: type('deleteClip'), clipId, ripple, newIds }),
  fc.record({ type: type('removeSpan'), from: frame, to: frame, newIds }),
  fc.record({ type: type('deleteWords'), assetId, wordIds, newIds }),
);

/** Any edit, sensible or not. */
export const arbitraryEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: arbitraryCut },
  fc.record({ type: type('insertClip'), trackId, clip, ripple, newIds }),
  fc.record({ type: type('moveClip'), clipId, trackId, start: frame }),
  fc.record({ type: type('trimClip'), clipId, edge: fc.constantFrom('start' as const, 'end' as const), frame, ripple }),
  fc.record({ type: type('retimeClip'), clipId, speed }),
  fc.record({ type: type('setClip'), clipId, volume: fc.constantFrom(0, 0.5, 1) }),
  fc
    .record({
      type: type('setWord'),
      assetId,
      wordId: wordIds.map(([id]) => id ?? 'w0'),
      text: maybe(fc.constant('other')),
      hidden: maybe(fc.boolean()),
    })
    .map(withoutUndefined) as fc.Arbitrary<Edit>, // exact optional members cannot be said with fc.record
  fc.record({ type: type('retimeWord'), assetId, wordId: wordIds.map(([id]) => id ?? 'w0'), start: seconds, end: seconds }),
  fc.record({ type: type('setTranscript'), assetId, words }),
  fc.record({ type: type('addAsset'), asset, words }),
  fc.record({ type: type('replaceMedia'), assetId, asset, words: maybe(words) }).map(withoutUndefined) as fc.Arbitrary<Edit>, // as above
  fc.record({
    type: type('addTrack'),
    track: fc.record({
      id: trackId,
      kind: fc.constantFrom('video' as const, 'audio' as const),
      name: fc.constant('Extra'),
      muted: fc.boolean(),
      captioned: fc.boolean(),
      ducked: fc.boolean(),
      clips: fc.array(clip, { maxLength: 2 }),
    }),
    index: fc.nat(8),
  }),
  fc.record({ type: type('setTrack'), trackId, muted: fc.boolean(), ducked: fc.boolean() }),
  fc.record({ type: type('removeTrack'), trackId }),
  fc.record({ type: type('addOverlay'), overlay }),
  fc.record({ type: type('setOverlay'), overlay }),
  fc.record({ type: type('removeOverlay'), overlayId }),
  fc.record({ type: type('setCaptions'), visible: fc.boolean() }),
  fc.constantFrom<Edit>(
    { type: 'setCaptions', look: { ...look, maxWordsPerLine: 1, maxLines: 1 } },
    { type: 'setFormat', format: { ...vertical, name: '1:1', height: 1080, fps: 60 } },
    { type: 'setLoudness', loudness: -16 },
    { type: 'setBackground', background: '#102030' },
    { type: 'setTitle', title: 'Another title' },
  ),
);
