import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { xPrices } from './publish/x/prices.ts';
import { CaptionLook, Format } from '../shared/timeline/document.ts';

const Formats = z.object({ formats: z.array(Format.extend({ label: z.string(), platforms: z.array(z.string()) })).min(1) });
const Styles = z.object({ styles: z.array(CaptionLook).min(1) });
const Pricing = z.object({ transcription: z.object({ 'whisper-1': z.object({ usdPerMinute: z.number() }) }) });
const Package = z.object({ version: z.string() });
const Captions = z.object({ platforms: z.record(z.string(), z.object({ caption: z.object({ max: z.int() }) })) });

/** The data files that come with the app, parsed once at the start. @throws ZodError when the installation is damaged. */
export function readResources(folder: string) {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const platformsJson = read('platforms.json');
  const pricingJson = read('pricing.json');
  return {
    folder,
    formats: Formats.parse(read('formats.json')).formats,
    styles: Styles.parse(read('caption-styles.json')).styles,
    usdPerMinute: Pricing.parse(pricingJson).transcription['whisper-1'].usdPerMinute,
    version: Package.parse(read('../package.json')).version,
    platformsJson,
    guidesJson: read('setup-guides.json'),
    xPrices: xPrices(pricingJson),
    captionMax: (platform: string): number => Captions.parse(platformsJson).platforms[platform]?.caption.max ?? 0,
  };
}
