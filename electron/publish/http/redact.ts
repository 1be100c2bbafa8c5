const named =
  /(["']?\b(?:access_token|refresh_token|client_secret|app_secret|upload_token|upload_id|fb_exchange_token|input_token|code_verifier|token|authorization|signature)["']?\s*[:=]\s*["']?)(?:(?:Bearer|OAuth|Basic)\s+)?[^\s"'&,}]+/gi;
const bearer = /\b(Bearer|OAuth|Basic)\s+[\w.~+/=|-]+/gi;
/** Only in an address: elsewhere a code says what went wrong. */
const signInCode = /([?&]code=)[^&\s"']+/gi;

/** Takes everything out of a text of a platform that could open an account or an upload. */
export const redact = (text: string): string => text.replace(named, '$1…').replace(bearer, '$1 …').replace(signInCode, '$1…');
