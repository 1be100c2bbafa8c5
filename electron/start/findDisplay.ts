/** Can windows be shown here? null when they can, else why not, as the end of a sentence. */
export function whyNoDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  if (platform === 'linux' || platform === 'freebsd' || platform === 'openbsd') {
    return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? null : 'this session has no display';
  }
  // Signed in from elsewhere, a window would open where nobody sits.
  return env['SSH_CONNECTION'] ? 'this is a remote session' : null;
}
