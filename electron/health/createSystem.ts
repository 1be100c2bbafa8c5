import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../shared/errors.ts';
import type { CaptionLook } from '../../shared/timeline/document.ts';
import type { KnownFormat } from '../render/createRenders.ts';
import type { Service } from '../services.ts';
import { systemZone } from '../systemZone.ts';
import { type DoctorNeeds, examine } from './doctor.ts';
import { examinePlatforms, type PlatformNeeds } from './examinePlatforms.ts';

type Info = Awaited<ReturnType<Service<'system'>['info']>>;

export type SystemNeeds = DoctorNeeds & {
  readonly accounts: PlatformNeeds;
  readonly version: string;
  readonly host: Info['host'];
  readonly resources: string;
  readonly formats: readonly (KnownFormat & { readonly label: string })[];
  readonly styles: readonly CaptionLook[];
  readonly fonts: readonly string[];
  readonly platforms: Info['platforms'];
  readonly notices: readonly string[];
  readonly now: () => Date;
  readonly zone: () => string | null;
  readonly importPath: (path: string) => Promise<{ asset: { id: string } }>;
  readonly backup: () => Promise<string>;
};

/** Without these nothing can be made or sent; the others only narrow what can be done. */
const ESSENTIAL = new Set(['Node.js', 'Data folder', 'Disk space', 'Database', 'FFmpeg', 'Encoder and filters']);

/** Who and where this studio is, and whether it is well. */
export function createSystem(needs: SystemNeeds): Service<'system'> {
  const { version, home, host, now } = needs;
  return {
    info: () => ({
      version,
      home,
      host,
      zone: needs.zone() ?? systemZone(),
      now: now().toISOString(),
      formats: needs.formats.map((format) => ({ ...format, platforms: [...format.platforms] })),
      styles: [...needs.styles],
      fonts: [...needs.fonts],
      platforms: needs.platforms,
      notices: [...needs.notices],
    }),
    async doctor(_input, { signal }) {
      const checks = [...(await examine(needs, signal)), ...(await examinePlatforms(needs.accounts, signal))];
      return { ok: checks.every(({ name, ok }) => ok || !ESSENTIAL.has(name)), checks };
    },
    async sample() {
      const path = join(needs.resources, 'sample', 'sample.mp4');
      if (!existsSync(path))
        throw new Failure('NOT_FOUND', 'The sample recording is not part of this installation.', 'Import a recording of your own.');
      const { asset } = await needs.importPath(path);
      return { assetId: asset.id };
    },
    backupNow: async () => ({ path: await needs.backup() }),
  };
}
