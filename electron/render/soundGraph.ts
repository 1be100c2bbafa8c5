import { SAMPLE_RATE, type SoundPart, type SoundPlan } from '../../shared/render/soundPlan.ts';

/** Where a sound comes from: the file to read and a name of its content for hashes. */
type SoundFile = { readonly path: string; readonly hash: string };
export type SoundInput = { readonly args: readonly string[]; readonly file: SoundFile };
export type FileOf = (assetId: string) => SoundFile;

const FADE_SAMPLES = 192; // 4 ms: too short to hear, long enough not to click
const SLACK_SECONDS = 0.5;

/** The chain of one track: parts one after another, each exactly its number of samples. Adds its inputs to `inputs`. */
export function trackGraph(
  parts: readonly SoundPart[],
  inputs: SoundInput[],
  { fileOf, label }: { fileOf: FileOf; label: string },
): string {
  const chains = parts.map((part, index) => `${partChain(part, inputs, fileOf)}[${label}p${index}]`);
  const joined = parts.map((_, index) => `[${label}p${index}]`).join('');
  return `${chains.join(';')};${joined}concat=n=${parts.length}:v=0:a=1[${label}]`;
}

function partChain({ samples, source }: SoundPart, inputs: SoundInput[], fileOf: FileOf): string {
  if (source === null) return `anullsrc=r=${SAMPLE_RATE}:cl=stereo,aformat=sample_fmts=fltp,atrim=end_sample=${samples}`;
  const second = Math.max(0, Math.floor(source.at - 0.5));
  const skip = Math.round((source.at - second) * SAMPLE_RATE);
  const needed = Math.ceil(samples * source.speed);
  const seconds = (skip + needed) / SAMPLE_RATE + SLACK_SECONDS;
  inputs.push({ args: ['-ss', String(second), '-t', seconds.toFixed(6)], file: fileOf(source.assetId) });
  const chain = [
    // From the sought second on without holes: what the file leaves out is filled with silence, so counting samples is exact.
    `[${inputs.length - 1}:a:0]aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    `atrim=start_sample=${skip}:end_sample=${skip + needed}`,
    'asetpts=N/SR/TB',
    ...tempo(source.speed),
    `apad=whole_len=${samples}`,
    `atrim=end_sample=${samples}`,
  ];
  if (source.volume !== 1) chain.push(`volume=${source.volume}`);
  if (source.fadeIn) chain.push(`afade=t=in:ss=0:ns=${Math.min(FADE_SAMPLES, samples)}`);
  if (source.fadeOut) chain.push(`afade=t=out:ss=${Math.max(0, samples - FADE_SAMPLES)}:ns=${Math.min(FADE_SAMPLES, samples)}`);
  return chain.join(',');
}

/** One atempo halves at most. */
function tempo(speed: number): string[] {
  if (speed === 1) return [];
  return speed < 0.5 ? ['atempo=0.5', `atempo=${speed / 0.5}`] : [`atempo=${speed}`];
}

/** The whole mix: tracks summed as they are, music stepping back while somebody speaks. Ends in [mix]. */
export function mixGraph(plan: SoundPlan, inputs: SoundInput[], fileOf: FileOf): string {
  const graphs = plan.tracks.map((track, index) => trackGraph(track.parts, inputs, { fileOf, label: `t${index}` }));
  const labelsOf = (wanted: (track: SoundPlan['tracks'][number]) => boolean): string[] =>
    plan.tracks.flatMap((track, index) => (wanted(track) ? [`[t${index}]`] : []));
  const ducked = labelsOf((track) => track.ducked && !track.speaks);
  const speaking = labelsOf((track) => track.speaks);
  const others = labelsOf((track) => !track.speaks && !track.ducked);
  if (ducked.length === 0 || speaking.length === 0) return [...graphs, sum([...speaking, ...others, ...ducked], 'mix')].join(';');
  const key = 'asplit=2[speech][key]';
  const duck = '[music][key]sidechaincompress=threshold=0.03:ratio=12:attack=15:release=400[under]';
  return [
    ...graphs,
    sum(speaking, 'spoken'),
    `[spoken]${key}`,
    sum(ducked, 'music'),
    duck,
    sum(['[speech]', '[under]', ...others], 'mix'),
  ].join(';');
}

function sum(labels: readonly string[], output: string): string {
  return labels.length === 1
    ? `${labels[0]}anull[${output}]`
    : `${labels.join('')}amix=inputs=${labels.length}:normalize=0:duration=longest[${output}]`;
}
