import type { SignInMethods } from '../accounts/openMethod.ts';
import type { Grant, Redirect, SignInMethod } from '../accounts/types.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { KeyDocument } from '../secrets/keyDocuments.ts';

type CopyTexts = { readonly redirects: readonly string[]; readonly scopes: readonly string[] };

/** Keys of nobody, for telling what to register before there are any; the first is what most creators choose. */
const ground: { readonly [Platform in RemotePlatform]: KeyDocument<Platform> } = {
  tiktok: { clientKey: '-', clientSecret: '-' },
  youtube: { clientId: '-', clientSecret: '-' },
  instagram: { login: 'facebook', appId: '-', appSecret: '-' },
  x: { clientId: '-' },
};

/** What the creator registers at the platform for these keys; null: none are stored yet. */
export function copyTexts<Platform extends RemotePlatform>(
  platform: Platform,
  methods: SignInMethods,
  keys: KeyDocument<Platform> | null,
): CopyTexts {
  const method: SignInMethod<Platform> = methods[platform];
  const about = keys ?? ground[platform];
  const asked: Grant = {
    accessToken: '-',
    accessEndsAt: null,
    refreshToken: null,
    refreshEndsAt: null,
    scopes: [],
    obtainedAt: new Date(0).toISOString(),
    extra: 'login' in about ? { login: about.login } : {}, // Meta's two kinds of sign-in ask for other permissions
  };
  const scopes = method.scopes.filter(({ when }) => when?.(asked) ?? true).map(({ scope }) => scope);
  return { redirects: method.redirects(about).flatMap(addressesOf), scopes: [...new Set(scopes)] };
}

/** As the platform's form takes it: a star stands for any port. */
function addressesOf(redirect: Redirect): string[] {
  if (redirect.route === 'paste') return [redirect.redirectUri];
  const { host, path, ports } = redirect;
  return (ports === 'any' ? ['*'] : ports).map((port) => `http://${host}:${port}${path}`);
}
