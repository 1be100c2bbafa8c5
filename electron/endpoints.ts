import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../shared/errors.ts';

const Defaults = z.object({ endpoints: z.object({ openai: z.url() }) });
const Overrides = z.looseObject({ openai: z.url().optional() });

/** Base addresses of everything outside this computer. The documented paths are appended. */
export type Endpoints = z.infer<typeof Defaults>['endpoints'];

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The addresses of resources/platforms.json, replaced by those of TIDEREEL_ENDPOINTS (a JSON object, or a path to one).
 * @throws Failure BAD_INPUT when it cannot be read, or names plain http anywhere but on this computer.
 */
export function readEndpoints(platformsJson: unknown, env: NodeJS.ProcessEnv): Endpoints {
  const { endpoints } = Defaults.parse(platformsJson);
  const given = env['TIDEREEL_ENDPOINTS'];
  if (!given) return endpoints;
  const overrides = Overrides.safeParse(parse(given));
  if (!overrides.success) throw refuse('TIDEREEL_ENDPOINTS is not a JSON object of addresses.');
  const openai = overrides.data.openai ?? endpoints.openai;
  const url = new URL(openai);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.has(url.hostname))) {
    throw refuse(`TIDEREEL_ENDPOINTS names ${openai}, and only addresses on this computer may be without https.`);
  }
  return { openai: openai.replace(/\/+$/, '') };
}

function parse(given: string): unknown {
  try {
    return JSON.parse(existsSync(given) ? readFileSync(given, 'utf8') : given);
  } catch {
    throw refuse('TIDEREEL_ENDPOINTS is neither JSON nor the path of a JSON file.');
  }
}

const refuse = (message: string): Failure => new Failure('BAD_INPUT', message, 'Correct TIDEREEL_ENDPOINTS or unset it.');
