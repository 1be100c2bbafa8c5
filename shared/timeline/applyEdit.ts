import { unreachable } from '../unreachable.ts';
import { addAsset } from './addAsset.ts';
import { addOverlay } from './addOverlay.ts';
import { addTrack } from './addTrack.ts';
import { deleteClip } from './deleteClip.ts';
import { deleteWords } from './deleteWords.ts';
import { limits, MAX_FRAME, timelineLength, type Timeline } from './document.ts';
import type { Edit } from './edit.ts';
import { insertClip } from './insertClip.ts';
import { moveClip } from './moveClip.ts';
import { removeOverlay } from './removeOverlay.ts';
import { removeSpan } from './removeSpan.ts';
import { removeTrack } from './removeTrack.ts';
import { replaceDocument } from './replaceDocument.ts';
import { replaceMedia } from './replaceMedia.ts';
import { retimeClip } from './retimeClip.ts';
import { retimeWord } from './retimeWord.ts';
import { setCaptions } from './setCaptions.ts';
import { setClip } from './setClip.ts';
import { setOverlay } from './setOverlay.ts';
import { setTrack } from './setTrack.ts';
import { setTranscript } from './setTranscript.ts';
import { setWord } from './setWord.ts';
import { splitClip } from './splitClip.ts';
import { trimClip } from './trimClip.ts';

/**
 * Carries out one edit. The same edit on the same timeline always gives the same timeline. An edit that makes no sense here (an
 * unknown id, a frame outside, past what a document may hold) gives back the very same object.
 */
export function applyEdit(timeline: Timeline, edit: Edit): Timeline {
  const edited = carryOut(timeline, edit);
  return edited === timeline || isWithinLimits(edited) ? edited : timeline;
}

function carryOut(timeline: Timeline, edit: Edit): Timeline {
  switch (edit.type) {
    case 'insertClip':
      return insertClip(timeline, edit);
    case 'moveClip':
      return moveClip(timeline, edit);
    case 'trimClip':
      return trimClip(timeline, edit);
    case 'splitClip':
      return splitClip(timeline, edit);
    case 'deleteClip':
      return deleteClip(timeline, edit);
    case 'removeSpan':
      return removeSpan(timeline, edit);
    case 'deleteWords':
      return deleteWords(timeline, edit);
    case 'retimeClip':
      return retimeClip(timeline, edit);
    case 'setClip':
      return setClip(timeline, edit);
    case 'setWord':
      return setWord(timeline, edit);
    case 'retimeWord':
      return retimeWord(timeline, edit);
    case 'setTranscript':
      return setTranscript(timeline, edit);
    case 'addAsset':
      return addAsset(timeline, edit);
    case 'replaceMedia':
      return replaceMedia(timeline, edit);
    case 'addTrack':
      return addTrack(timeline, edit);
    case 'setTrack':
      return setTrack(timeline, edit);
    case 'removeTrack':
      return removeTrack(timeline, edit);
    case 'addOverlay':
      return addOverlay(timeline, edit);
    case 'setOverlay':
      return setOverlay(timeline, edit);
    case 'removeOverlay':
      return removeOverlay(timeline, edit);
    case 'setCaptions':
      return setCaptions(timeline, edit);
    case 'setFormat':
      return { ...timeline, format: edit.format };
    case 'setLoudness':
      return { ...timeline, audio: { ...timeline.audio, loudness: edit.loudness } };
    case 'setBackground':
      return { ...timeline, background: edit.background };
    case 'setTitle':
      return { ...timeline, title: edit.title };
    case 'replaceDocument':
      return replaceDocument(timeline, edit);
    default:
      return unreachable(edit);
  }
}

/** What the document's schema also asks, without reading every field again. */
function isWithinLimits(timeline: Timeline): boolean {
  return (
    timelineLength(timeline) <= MAX_FRAME &&
    timeline.tracks.length <= limits.tracks &&
    timeline.overlays.length <= limits.overlays &&
    timeline.tracks.every(({ clips }) => clips.length <= limits.clipsPerTrack && clips.every(({ trimIn }) => trimIn <= MAX_FRAME))
  );
}
