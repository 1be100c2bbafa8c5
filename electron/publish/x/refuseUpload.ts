import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { PlatformAnswer } from '../http/callPlatform.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { waitFailure } from './askX.ts';
import { readProblem } from './problem.ts';

/** What follows from an answer to an upload call that is neither success nor one the caller knows. */
export function refuseUpload(needs: Pick<PlatformNeeds, 'now'>, answer: PlatformAnswer): PublishFailed {
  const { status, code, words, raw } = readProblem(answer);
  if (status === 403) {
    // X answers a token without media.write with a bare 403, and an app without write access as well
    const reason =
      words === '' || words === 'Forbidden'
        ? 'X does not let the studio upload films. In the X developer console, give your app “Read and write” access; then sign in again and allow everything that is asked.'
        : `X does not let the studio upload films: ${words}`;
    return new PublishFailed({ kind: 'needs-you', reason, code }, { cause: raw });
  }
  if (status === 400) {
    return new PublishFailed(
      { kind: 'rejected', reason: `X does not take the film: ${words || 'it gave no reason'}`, code },
      { cause: raw },
    );
  }
  return waitFailure(needs.now(), code, raw);
}
