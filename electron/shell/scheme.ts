/* Words: the shell is the part that knows Electron; everything it shows and serves comes from the studio. */

/** Our own page and all its files, media included: one origin, so that pictures of a video may be read back from a canvas. */
export const APP_HOME = new URL('app://tidereel/');

/** Must be registered before Electron is ready. `stream` lets video seek; there is no `corsEnabled`, nobody else may ask. */
export const APP_SCHEME = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
} as const;
