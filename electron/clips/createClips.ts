import { Failure } from '../../shared/errors.ts';
import { suggestClips } from '../../shared/clips/suggestClips.ts';
import type { Waveform } from '../../shared/contract/assets.ts';
import type { CaptionLook } from '../../shared/timeline/document.ts';
import type { Service } from '../services.ts';

export type ClipNeeds = {
  readonly assets: Pick<Service<'assets'>, 'get' | 'words'>;
  readonly projects: Pick<Service<'projects'>, 'create' | 'edit'>;
  /** The levels of a recording that has sound; waits until they are there. */
  readonly waveform: (assetId: string, signal: AbortSignal) => Promise<Waveform>;
  /** The looks a clip may be captioned in, from resources/caption-styles.json. */
  readonly captionLooks: readonly CaptionLook[];
};

/** Long recording in, short clips out: suggests stretches, and makes a project of one. Nothing here needs an AI. */
export function createClips({ assets, projects, waveform, captionLooks }: ClipNeeds): Service<'clips'> {
  const findLook = (style: string): CaptionLook => {
    const look = captionLooks.find(({ name }) => name.toLowerCase() === style.toLowerCase());
    if (look) return look;
    const known = captionLooks.map(({ name }) => name).join(', ');
    throw new Failure('BAD_INPUT', `There is no caption style “${style}”; no project was made.`, `Choose one of: ${known}.`);
  };
  return {
    async suggest({ assetId, count, min, max }, call) {
      if (min > max) {
        throw new Failure(
          'BAD_INPUT',
          `A clip cannot be at least ${min} and at most ${max} seconds long.`,
          'Make the longest at least as long as the shortest.',
        );
      }
      const asset = await assets.get({ assetId }, call);
      if (asset.state === 'broken') {
        throw new Failure('MEDIA_UNSUPPORTED', `${asset.name} could not be read, so it has no clips.`, asset.problem ?? 'Import it again.');
      }
      if (asset.kind === 'image') {
        throw new Failure(
          'MEDIA_UNSUPPORTED',
          `${asset.name} is a picture, and a picture has no stretches to choose from.`,
          'Choose a video or a sound recording.',
        );
      }
      const words = await assets.words({ assetId }, call);
      const levels = asset.hasAudio ? await waveform(assetId, call.signal) : null;
      call.signal.throwIfAborted();
      return suggestClips({ words, waveform: levels, seconds: asset.seconds }, { count, min, max });
    },
    async toProject({ assetId, start, end, title, style, format }, call) {
      const look = style === undefined ? null : findLook(style); // first, so that a wrong name leaves no project behind
      const asset = await assets.get({ assetId }, call);
      if (!(start >= 0 && end > start && start < asset.seconds)) {
        throw new Failure(
          'BAD_INPUT',
          `There is no stretch from ${start} to ${end} seconds in ${asset.name}.`,
          `It is ${asset.seconds.toFixed(1)} seconds long.`,
        );
      }
      const project = await projects.create({ title, format, assetId, from: start, to: Math.min(end, asset.seconds) }, call);
      if (look === null) return project;
      return projects.edit(
        { projectId: project.id, revision: project.revision, edits: [{ type: 'setCaptions', visible: true, look }] },
        call,
      );
    },
  };
}
