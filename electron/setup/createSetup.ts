import { z } from 'zod';
import { Failure } from '../../shared/errors.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { platformName } from '../accounts/platformName.ts';
import { keyDocuments } from '../secrets/keyDocuments.ts';
import { readKey } from '../secrets/readKey.ts';
import type { Service } from '../services.ts';
import { checkStep, type CheckNeeds } from './checkStep.ts';
import { copyTexts } from './copyTexts.ts';
import { readGuides, type Guide } from './guides.ts';

type Needs = CheckNeeds & {
  /** resources/setup-guides.json */
  readonly guidesJson: unknown;
};

/** How to get the keys of one's own app, step by step, with a look after each step. @throws ZodError for damaged texts */
export function createSetup({ guidesJson, ...needs }: Needs): Service<'setup'> {
  const guides = readGuides(guidesJson);
  return {
    async guide({ platform }) {
      const guide = guides[platform];
      const stored = await storedKeys(platform, needs);
      const texts = copyTexts(platform, needs.methods, stored);
      return {
        platform,
        label: platformName[platform],
        intro: guide.intro,
        steps: guide.steps.map(({ check, copy, ...step }) => ({
          ...step,
          copy: copy.flatMap((one) => {
            if ('value' in one) return [one];
            if (one.from === 'scopes') return [{ label: one.label, value: texts.scopes.join(', ') }];
            return texts.redirects.map((value) => ({ label: one.label, value }));
          }),
          checkable: check !== null,
        })),
        fields: fieldsOf(platform, guide),
        keysStored: stored !== null,
      };
    },
    async check({ platform, step }, { signal }) {
      const found = guides[platform].steps.find(({ id }) => id === step);
      const name = platformName[platform];
      if (found === undefined) throw new Failure('NOT_FOUND', `The guide for ${name} has no step “${step}”.`, 'Open the guide again.');
      if (found.check === null)
        return { ok: true, message: `Only ${name} can see this step. It shows at the sign-in whether it was done.`, cure: '' };
      return checkStep(found.check, platform, needs, signal);
    },
  };
}

/** null: none are stored, they are not complete, or they cannot be read now; the check of that step says which. */
async function storedKeys<Platform extends RemotePlatform>(platform: Platform, { secrets }: Pick<Needs, 'secrets'>) {
  try {
    return await readKey(secrets, platform);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** The fields of the keys document in its own order, with the guide's words. */
function fieldsOf(platform: RemotePlatform, { fields }: Guide) {
  return Object.entries(keyDocuments[platform].shape).map(([name, schema]) => {
    const words = fields[name];
    if (words === undefined) throw new Error(`The guide for ${platform} has no words for “${name}”.`);
    return { ...words, name, optional: schema instanceof z.ZodOptional };
  });
}
