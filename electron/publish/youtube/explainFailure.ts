const failures: Readonly<Record<string, string>> = {
  codec: 'YouTube cannot read the format of this film.',
  conversion: 'YouTube could not convert this film.',
  emptyFile: 'YouTube received an empty file.',
  invalidFile: 'YouTube cannot read this file as a film.',
  tooSmall: 'This file is too small for YouTube.',
  uploadAborted: 'YouTube says the upload was broken off.',
  streamingFailed: 'YouTube could not process this film.',
  transcodeFailed: 'YouTube could not convert this film.',
  uploadFailed: 'YouTube says the upload failed.',
  other: 'YouTube could not process this film and does not say why.',
};

const rejections: Readonly<Record<string, string>> = {
  claim: 'YouTube took this video down because somebody claims its content.',
  copyright: 'YouTube refused this video for copyright reasons.',
  duplicate: 'YouTube refused this video because the channel has the same one already.',
  inappropriate: 'YouTube refused this video as inappropriate.',
  legal: 'YouTube refused this video for legal reasons.',
  length: 'This video is longer than the channel may upload. Verify the channel at youtube.com/verify for more than 15 minutes.',
  termsOfUse: 'YouTube refused this video because it breaks its terms of use.',
  trademark: 'YouTube refused this video because of a trademark.',
  uploaderAccountClosed: 'YouTube refused this video because the account is closed.',
  uploaderAccountSuspended: 'YouTube refused this video because the account is suspended.',
};

/** A sentence for YouTube's own reason why a film came to nothing. */
export function explainFailure(reason: string | undefined): { reason: string; code: string } {
  const code = reason ?? 'other';
  return { code, reason: rejections[code] ?? failures[code] ?? `YouTube did not accept this video (${code.slice(0, 60)}).` };
}
