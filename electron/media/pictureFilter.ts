type Picture = { readonly width: number; readonly height: number; readonly hdr: 'none' | 'pq' | 'hlg' };

/** Nominal peak luminance at which PQ and HLG look like the SDR version of the same scene. */
const NOMINAL_WHITE = { pq: 100, hlg: 203 };

const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2);

/** Filter that makes an upright small 8-bit SDR picture whose shorter side is at most `shortSide` pixels. */
export function pictureFilter({ width, height, hdr }: Picture, shortSide: number): string {
  const scale = Math.min(1, shortSide / Math.min(width, height));
  const [w, h] = [even(width * scale), even(height * scale)];
  if (hdr === 'none') return `scale=${w}:${h}:flags=bilinear,setsar=1,format=yuv420p`;
  // scaled first, because tone-mapping costs by the pixel
  const linear = `zscale=w=${w}:h=${h}:t=linear:npl=${NOMINAL_WHITE[hdr]},format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0`;
  return `${linear},zscale=t=bt709:m=bt709:r=tv,setsar=1,format=yuv420p`;
}
