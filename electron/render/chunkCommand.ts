import { createHash } from 'node:crypto';
import type { ChunkPlan, PictureOverlay } from '../../shared/render/planRender.ts';
import type { RenderSpec } from '../../shared/render/renderSpec.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import type { Part } from '../../shared/render/visibleParts.ts';
import type { Encoder } from './encoder.ts';
import { partFilter } from './partFilter.ts';

/** The FFmpeg call that makes one chunk. `ass` is written to `assName` in the working folder before it starts. */
export type ChunkCommand = {
  /** SHA-256 over everything that shapes the bytes: the name of the chunk in the cache. */
  readonly hash: string;
  readonly args: readonly string[];
  readonly frames: number;
  readonly assName: string | null;
  readonly ass: string | null;
};

export type ChunkNeeds = {
  readonly spec: RenderSpec;
  readonly background: string;
  readonly encoder: Encoder;
  readonly source: (assetId: string) => SourceInfo;
  /** The PNG drawn for a card, and a hash of it. */
  readonly card: (picture: PictureOverlay) => { path: string; hash: string };
  readonly fontsHash: string;
  readonly ffmpegVersion: string;
};

type Input = { readonly args: readonly string[]; readonly path: string; readonly hash: string };

/** Everything before the output file's name. Paths stay out of the hash: what counts is what is in the files. */
export function chunkCommand(chunk: ChunkPlan, needs: ChunkNeeds): ChunkCommand {
  const { spec } = needs;
  const inputs: Input[] = [];
  const filters: string[] = [];
  for (const [index, part] of chunk.parts.entries()) filters.push(partGraph(part, index, inputs, needs));
  const joined = chunk.parts.map((_, index) => `[p${index}]`).join('');
  const base = chunk.parts.length === 1 ? '[p0]' : `${joined}concat=n=${chunk.parts.length}:v=1:a=0,`;
  filters.push(`${base}settb=1/${spec.fps},setpts=N[v0]`);
  for (const [index, picture] of chunk.pictures.entries()) filters.push(...pictureGraph(picture, index, inputs, needs));
  const assHash = chunk.ass === null ? null : sha256(chunk.ass);
  const assName = assHash === null ? null : `${assHash.slice(0, 32)}.ass`;
  filters.push(`[v${chunk.pictures.length}]${assName === null ? '' : `ass=${assName},`}setpts=N[out]`);
  const output = [
    '-map',
    '[out]',
    '-r',
    String(spec.fps),
    '-fps_mode',
    'cfr',
    '-frames:v',
    String(chunk.frames),
    ...needs.encoder.args,
    '-an',
    '-map_metadata',
    '-1',
    '-f',
    'mp4',
  ];
  const before = ['-v', 'error', '-abort_on', 'empty_output', '-filter_threads', '1', '-filter_complex_threads', '1'];
  const call = (nameOf: (input: Input) => string): string[] => [
    ...before,
    ...inputs.flatMap((input) => [...input.args, '-i', nameOf(input)]),
    '-filter_complex',
    filters.join(';'),
    ...output,
  ];
  const fingerprint = {
    args: call(({ hash }) => hash),
    assHash,
    fonts: assHash === null ? '' : needs.fontsHash,
    ffmpeg: needs.ffmpegVersion,
  };
  return { hash: sha256(JSON.stringify(fingerprint)), args: call(({ path }) => path), frames: chunk.frames, assName, ass: chunk.ass };
}

function partGraph(part: Part, index: number, inputs: Input[], needs: ChunkNeeds): string {
  if (part.kind === 'blank') return `${partFilter.blank(needs.background, part.frames, needs.spec)}[p${index}]`;
  const source = needs.source(part.assetId);
  if (source.kind === 'image') {
    inputs.push({ args: [], path: source.path, hash: source.hash });
    return `${partFilter.image({ input: inputs.length - 1, part, source, spec: needs.spec, background: needs.background })}[p${index}]`;
  }
  const { seek, filter } = partFilter.video({ input: inputs.length, part, source, spec: needs.spec, background: needs.background });
  inputs.push({ args: ['-threads', '1', ...seek], path: source.path, hash: source.hash });
  return `${filter}[p${index}]`;
}

function pictureGraph(picture: PictureOverlay, index: number, inputs: Input[], needs: ChunkNeeds): string[] {
  const { content, width, x, y, from, to } = picture;
  const file = content.kind === 'card' ? needs.card(picture) : needs.source(content.assetId);
  inputs.push({ args: [], path: file.path, hash: file.hash });
  const opacity = content.kind === 'image' && content.opacity < 1 ? `,colorchannelmixer=aa=${content.opacity}` : '';
  return [
    // One decoded picture that overlay repeats: "-loop 1" would decode it again for every frame.
    `[${inputs.length - 1}:v]format=rgba,scale=${width}:-2:out_color_matrix=bt709:out_range=tv,format=yuva420p${opacity}[o${index}]`,
    `[v${index}][o${index}]overlay=x=${x}-w/2:y=${y}-h/2:eof_action=repeat:enable='between(n,${from},${to - 1})'[v${index + 1}]`,
  ];
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
