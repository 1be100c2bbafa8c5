import type { Finding } from '../contract/renders.ts';
import type { CaptionLook } from '../timeline/document.ts';
import type { CaptionBox } from './captionBox.ts';
import { contrastOf, luminanceOf, mixOver, parseColour, type Rgb } from './contrast.ts';
import type { PlatformRules } from './platformRules.ts';

/** Shares of the picture's shorter side: a phone shows that side about 6.5 cm wide. */
const SMALL = 0.028;
const TOO_SMALL = 0.02;
/** WCAG 2 asks 3 : 1 of large text and 4.5 : 1 of any. */
const LOW_CONTRAST = 3;
const GOOD_CONTRAST = 4.5;
/** An outline of this share of the letter height sets letters off from whatever is behind them. */
const OUTLINE_COUNTS = 0.04;
/** Text has to be read where it is worst; a few stray pixels do not count. */
const WORST_SHARE = 0.2;

/** The pixels right around one caption, at one moment. */
export type Backdrop = { readonly at: number; readonly pixels: readonly Rgb[] };

export type CaptionFacts = {
  readonly lines: readonly CaptionBox[];
  readonly look: CaptionLook;
  readonly width: number;
  readonly height: number;
  readonly backdrops: readonly Backdrop[];
};

/** Contrast of the text against what sets it off best: its box, its outline or the picture behind it. */
function measureContrast(look: CaptionLook, pixels: readonly Rgb[]): number {
  const text = luminanceOf(parseColour(look.colour));
  const behind = pixels.map((pixel) => luminanceOf(look.background === undefined ? pixel : mixOver(parseColour(look.background), pixel)));
  const ratios = behind.map((luminance) => contrastOf(text, luminance)).sort((a, b) => a - b);
  const picture = ratios[Math.floor(ratios.length * WORST_SHARE)] ?? Infinity;
  if (look.outline.width < OUTLINE_COUNTS) return picture;
  return Math.max(picture, contrastOf(text, luminanceOf(parseColour(look.outline.colour))));
}

function judgeContrast({ look, backdrops }: CaptionFacts): Finding[] {
  const findings: Finding[] = [];
  for (const { at, pixels } of backdrops) {
    const ratio = measureContrast(look, pixels);
    if (ratio >= GOOD_CONTRAST) continue;
    findings.push({
      code: 'caption-contrast',
      weight: ratio < LOW_CONTRAST ? 'problem' : 'warning',
      message: `The captions stand out by only ${ratio.toFixed(1)} : 1 from what is behind them.`,
      cure: 'Choose a caption style with an outline or a box, or another colour.',
      at,
    });
  }
  const spoken = contrastOf(luminanceOf(parseColour(look.colour)), luminanceOf(parseColour(look.highlight.colour)));
  if (look.highlight.mode === 'box' && spoken < LOW_CONTRAST) {
    const message = `The spoken word stands out by only ${spoken.toFixed(1)} : 1 from its box.`;
    findings.push({
      code: 'caption-highlight',
      weight: 'warning',
      message,
      cure: 'Choose a darker or lighter highlight colour.',
      at: null,
    });
  }
  return findings;
}

function judgeSize({ lines, width, height }: CaptionFacts): Finding[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const smallest = others.reduce((least, line) => (line.size < least.size ? line : least), first);
  const share = (smallest.size * height) / Math.min(width, height);
  if (share >= SMALL) return [];
  const pixels = Math.round(smallest.size * height);
  const message = `Captions are only ${pixels} pixels high in a picture of ${width} × ${height}; on a phone that is hard to read.`;
  const weight = share < TOO_SMALL ? 'problem' : 'warning';
  return [{ code: 'caption-size', weight, message, cure: 'Choose larger captions, or fewer words a line.', at: smallest.start }];
}

/** Full-screen platforms lay their buttons over upright videos only. */
function judgePlace(
  { lines, width, height }: CaptionFacts,
  platforms: readonly PlatformRules[],
  madeFor: readonly string[] | undefined,
): Finding[] {
  const outside = lines.find(({ left, top, right, bottom }) => left < 0 || top < 0 || right > 1 || bottom > 1);
  if (outside) {
    const message = 'Captions run over the edge of the picture.';
    return [{ code: 'caption-cut', weight: 'problem', message, cure: 'Choose smaller captions or fewer words a line.', at: outside.start }];
  }
  if (height <= width) return [];
  return platforms.flatMap(({ name, label, safeArea }) => {
    if (madeFor !== undefined && !madeFor.includes(name)) return [];
    const covered = lines.find(
      (line) =>
        line.left < safeArea.left || line.right > 1 - safeArea.right || line.top < safeArea.top || line.bottom > 1 - safeArea.bottom,
    );
    if (!covered) return [];
    const message = `On ${label}, buttons or texts of the app cover part of the captions.`;
    const cure = 'Move the captions towards the middle, or show fewer words a line.';
    return [{ code: `caption-covered`, weight: madeFor ? 'warning' : 'note', message, cure, at: covered.start } as const];
  });
}

/** What there is to say about captions whose places are known. */
export function judgeCaptions(facts: CaptionFacts, platforms: readonly PlatformRules[], madeFor: readonly string[] | undefined): Finding[] {
  if (facts.lines.length === 0) return [];
  return [...judgeSize(facts), ...judgePlace(facts, platforms, madeFor), ...judgeContrast(facts)];
}
