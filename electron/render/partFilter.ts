import type { RenderSpec } from '../../shared/render/renderSpec.ts';
import type { SourceInfo } from '../../shared/render/source.ts';
import type { Part } from '../../shared/render/visibleParts.ts';

type ClipPart = Extract<Part, { kind: 'clip' }>;
type Scene = {
  readonly input: number;
  readonly part: ClipPart;
  readonly source: SourceInfo;
  readonly spec: RenderSpec;
  readonly background: string;
};

const SLACK_SECONDS = 0.25;
const TICKS_PER_SECOND = 90_000;
const NOMINAL_WHITE = { pq: 100, hlg: 203 }; // cd/m² that stand for white when tone-mapping

/** The filter chains that turn one source, or none, into exactly `part.frames` pictures of the output's size. */
export const partFilter = {
  /** A single colour. Drawn once as RGB, so that it gets the BT.709 matrix, then repeated. */
  blank(background: string, frames: number, { width, height, fps }: RenderSpec): string {
    const still = `color=c=${background.replace('#', '0x')}:s=16x16:r=${fps},trim=end_frame=1,format=gbrp`;
    return `${still},scale=${width}:${height}:out_color_matrix=bt709:out_range=tv,format=yuv420p,loop=loop=-1:size=1,settb=1/${fps},setpts=N,trim=end_frame=${frames},setsar=1`;
  },

  /**
   * Frame-exact for every source rate: read from a whole second at least half a second early (an earlier frame may still
   * be on screen at the cut), shift by the exact rest, and only then resample. Held on the last frame when the source ends.
   */
  video({ input, part, source, spec, background }: Scene): { seek: string[]; filter: string } {
    const at = part.sourceFrame / spec.fps;
    const second = Math.max(0, Math.floor(at - 0.5));
    const rest = part.sourceFrame - second * spec.fps;
    const seconds = at - second + (part.frames * part.speed) / spec.fps + SLACK_SECONDS;
    // Whole ticks: what a fraction of a tick leaves over would tip frames that lie exactly between two output frames.
    const shift = Math.round((rest * TICKS_PER_SECOND) / spec.fps);
    const shifted = part.speed === 1 ? `PTS-${shift}` : `round((PTS-${shift})/${part.speed})`;
    const time = `settb=1/${TICKS_PER_SECOND},setpts=${shifted},fps=${spec.fps}:start_time=0,tpad=stop_mode=clone:stop=-1,trim=end_frame=${part.frames},setpts=N`;
    const { crop, width, height } = fitSize(part, source, spec);
    const picture = `[${input}:v:0]${time},${crop}${scaleFilter(source, { width, height, spec })}`;
    return { seek: ['-ss', String(second), '-t', seconds.toFixed(6)], filter: onBackground(picture, { input, part, spec, background }) };
  },

  /** A still picture over the background, also where it is transparent. */
  image({ input, part, source, spec, background }: Scene): string {
    const { crop, width, height } = fitSize(part, source, spec);
    const still = `[${input}:v:0]format=rgba,${crop}scale=${width}:${height}:out_color_matrix=bt709:out_range=tv,format=yuva420p`;
    return onBackground(still, { input, part, spec, background });
  },
};

/** Crop in shares of the picture as stored, so that it holds for any pixel aspect, and the size to scale to. */
function fitSize({ fit }: ClipPart, source: SourceInfo, { width, height }: RenderSpec): { crop: string; width: number; height: number } {
  const aspect = source.width / source.height;
  const wanted = width / height;
  if (fit.mode === 'cover') {
    const share = { w: Math.min(1, wanted / aspect), h: Math.min(1, aspect / wanted) };
    const number = (value: number): string => value.toFixed(6);
    if (share.w > 0.9995 && share.h > 0.9995) return { crop: '', width, height };
    return {
      crop: `crop=w=iw*${number(share.w)}:h=ih*${number(share.h)}:x=(iw-ow)*${fit.focus.x}:y=(ih-oh)*${fit.focus.y},`,
      width,
      height,
    };
  }
  const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
  return aspect > wanted
    ? { crop: '', width, height: Math.min(height, even(width / aspect)) }
    : { crop: '', width: Math.min(width, even(height * aspect)), height };
}

/** Whatever does not fill the frame, or is transparent, lies over the background in its true colour; "pad" would mix it by BT.601. */
function onBackground(picture: string, { input, part, spec, background }: Pick<Scene, 'input' | 'part' | 'spec' | 'background'>): string {
  if (part.fit.mode === 'cover' && !picture.endsWith('yuva420p')) return `${picture},setsar=1`;
  const base = `${partFilter.blank(background, part.frames, spec)}[b${input}]`;
  return `${base};${picture}[i${input}];[b${input}][i${input}]overlay=x=(W-w)/2:y=(H-h)/2:eof_action=repeat,setpts=N,setsar=1`;
}

function scaleFilter(source: SourceInfo, { width, height, spec }: { width: number; height: number; spec: RenderSpec }): string {
  if (source.hdr !== 'none') {
    // Scaled first: tone-mapping costs by the pixel. The chain fails on untagged video, so only for what says it is HDR.
    const linear = `zscale=w=${width}:h=${height}:t=linear:npl=${NOMINAL_WHITE[source.hdr]},format=gbrpf32le`;
    return `${linear},zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p`;
  }
  const matrix = source.matrix ?? (source.height >= 720 ? 'bt709' : 'bt601');
  const colours = matrix === 'bt601' ? ':in_color_matrix=bt601:out_color_matrix=bt709' : '';
  const flags = spec.purpose === 'preview' ? ':flags=fast_bilinear' : '';
  return `scale=${width}:${height}${flags}${colours}:out_range=tv,format=yuv420p`;
}
