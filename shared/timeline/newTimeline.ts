import { DOCUMENT_VERSION, type CaptionLook, type Format, type Id, type Timeline } from './document.ts';

/** Ids of the tracks every new timeline begins with, bottom first. */
export const trackIds = { main: 'main', broll: 'broll', voice: 'voice', music: 'music' } as const;

/** What the platforms play at; louder is turned down by them. */
const USUAL_LOUDNESS = -14;

/** An empty timeline at the rate of its format. */
export function newTimeline({ id, title, format, look }: { id: Id; title: string; format: Format; look: CaptionLook }): Timeline {
  return {
    version: DOCUMENT_VERSION,
    id,
    title,
    fps: format.fps,
    format: { name: format.name, width: format.width, height: format.height, fps: format.fps },
    assets: {},
    transcripts: {},
    tracks: [
      { id: trackIds.main, kind: 'video', name: 'Main', muted: false, captioned: true, ducked: false, clips: [] },
      { id: trackIds.broll, kind: 'video', name: 'B-roll', muted: false, captioned: false, ducked: false, clips: [] },
      { id: trackIds.voice, kind: 'audio', name: 'Voice', muted: false, captioned: true, ducked: false, clips: [] },
      { id: trackIds.music, kind: 'audio', name: 'Music', muted: false, captioned: false, ducked: true, clips: [] },
    ],
    overlays: [],
    captions: { visible: true, look },
    audio: { loudness: USUAL_LOUDNESS },
    background: '#000000',
  };
}
