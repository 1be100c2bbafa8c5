import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../shared/errors.ts';

const base = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const Endpoints = z.object({
  openai: base,
  tiktok: z.object({ authorize: base, api: base }),
  youtube: z.object({ authorize: base, token: base, api: base, upload: base, analytics: base }),
  /** `instagram` is where people sign in with Instagram Login; its two API hosts follow it when only it is replaced. */
  instagram: z.object({ facebook: base, graph: base, rupload: base, instagram: base, instagramApi: base, instagramGraph: base }),
  x: z.object({ authorize: base, api: base }),
});

/** Base addresses of everything outside this computer, without a slash at the end. The documented paths are appended. */
export type Endpoints = z.infer<typeof Endpoints>;

const Overrides = z.looseObject({
  openai: base.optional(),
  tiktok: Endpoints.shape.tiktok.partial().optional(),
  youtube: Endpoints.shape.youtube.partial().optional(),
  instagram: Endpoints.shape.instagram.partial().optional(),
  x: Endpoints.shape.x.partial().optional(),
});

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address may be spoken to: encrypted, or on this computer. */
export function isSafeAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)));
}

/**
 * The addresses of resources/platforms.json, replaced by those of TIDEREEL_ENDPOINTS (a JSON object, or a path to one).
 * @throws Failure BAD_INPUT when it cannot be read, or names plain http anywhere but on this computer.
 */
export function readEndpoints(platformsJson: unknown, env: NodeJS.ProcessEnv): Endpoints {
  const { endpoints } = z.object({ endpoints: Endpoints }).parse(platformsJson);
  const given = env['TIDEREEL_ENDPOINTS'];
  if (!given) return endpoints;
  const parsed = Overrides.safeParse(parse(given));
  if (!parsed.success) throw refuse('TIDEREEL_ENDPOINTS is not a JSON object of addresses.');
  const { openai, tiktok, youtube, instagram, x } = parsed.data;
  const ofInstagram = instagram?.instagram === undefined ? {} : { instagramApi: instagram.instagram, instagramGraph: instagram.instagram };
  const chosen = Endpoints.parse({
    openai: openai ?? endpoints.openai,
    tiktok: { ...endpoints.tiktok, ...tiktok },
    youtube: { ...endpoints.youtube, ...youtube },
    instagram: { ...endpoints.instagram, ...ofInstagram, ...instagram },
    x: { ...endpoints.x, ...x },
  });
  const { openai: ai, ...platforms } = chosen;
  for (const address of [ai, ...Object.values(platforms).flatMap((addresses) => Object.values(addresses))]) {
    if (!isSafeAddress(address)) {
      throw refuse(`TIDEREEL_ENDPOINTS names ${address}, and only addresses on this computer may be without https.`);
    }
  }
  return chosen;
}

function parse(given: string): unknown {
  try {
    return JSON.parse(existsSync(given) ? readFileSync(given, 'utf8') : given);
  } catch {
    throw refuse('TIDEREEL_ENDPOINTS is neither JSON nor the path of a JSON file.');
  }
}

const refuse = (message: string): Failure => new Failure('BAD_INPUT', message, 'Correct TIDEREEL_ENDPOINTS or unset it.');
