import type { Reply } from '../kit/openSimulator.ts';
import { graphError } from './replies.ts';
import type { World } from './world.ts';

const known = new Set([
  'media_type',
  'upload_type',
  'video_url',
  'caption',
  'share_to_feed',
  'thumb_offset',
  'trial_params',
  'is_ai_generated',
  'collaborators',
  'audio_name',
  'location_id',
]);

/** What Meta refuses of a container's fields; null: they are fine. */
export function checkFields(
  fields: Readonly<Record<string, string>>,
  host: 'facebook' | 'instagram',
  { switches, films }: World,
): Reply | null {
  const bad = (message: string): Reply => graphError(400, { code: 100, message: `(#100) ${message}` });
  const refuse = (code: number, subcode: number, message: string): Reply => graphError(400, { code, subcode, message });
  for (const name of Object.keys(fields)) {
    const isPaid = host === 'facebook' && name === switches.paidPartnershipField;
    if (!known.has(name) && !isPaid) return bad(`Param ${name} is not supported`);
  }
  const { media_type, upload_type, video_url, caption = '', thumb_offset, trial_params, collaborators, location_id } = fields;
  if (media_type === 'VIDEO') return refuse(100, 2_207_089, 'The VIDEO value is no longer valid. Use REELS.');
  if (media_type !== 'REELS') return bad('Param media_type must be one of {IMAGE, REELS, STORIES, CAROUSEL}');
  if (upload_type === 'resumable' && host === 'instagram' && !switches.resumableOnInstagram)
    return bad('The parameter video_url is required');
  if (upload_type !== 'resumable') {
    if (video_url === undefined) return bad('The parameter video_url is required');
    if (!films.has(video_url)) return refuse(9_004, 2_207_052, 'The media could not be fetched from this URI.');
  }
  if (caption.length > 2_200) return refuse(36_004, 2_207_010, 'The caption was too long.');
  const tags = caption.match(/#[\p{L}\p{N}_]+/gu)?.length ?? 0;
  if (tags > 30 || (caption.match(/@[\w.]+/g)?.length ?? 0) > 20) return refuse(100, 2_207_040, 'Too many tags.');
  if (thumb_offset !== undefined && !(Number(thumb_offset) < switches.filmSeconds * 1_000)) {
    return refuse(1, 2_207_057, 'The thumbnail offset must be less than the duration.');
  }
  for (const flag of ['share_to_feed', 'is_ai_generated', switches.paidPartnershipField ?? '']) {
    const value = fields[flag];
    if (value !== undefined && value !== 'true' && value !== 'false') return bad(`Param ${flag} must be a boolean`);
  }
  if (trial_params !== undefined) {
    if (!/^\{"graduation_strategy":"(MANUAL|SS_PERFORMANCE)"\}$/.test(trial_params)) return bad('Param trial_params is not valid');
    if (!switches.mayMakeTrials) return refuse(100, 2_207_081, 'This account may not use trial reels.');
  }
  if (collaborators !== undefined) {
    const names: unknown = JSON.parse(collaborators);
    if (!Array.isArray(names) || names.length > switches.mostCollaborators) return bad('Param collaborators has too many values');
  }
  if (location_id !== undefined && host === 'instagram') return bad('Param location_id is not supported');
  return null;
}
