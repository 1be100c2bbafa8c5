import { SignInFailed } from '../../accounts/types.ts';
import { callPlatform, type PlatformQuestion } from '../http/callPlatform.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { codeText, readGraphError, type GraphError } from './graphError.ts';
import { meaningOf } from './meaning.ts';
import { tokenProblem } from './tokenProblem.ts';

/**
 * One question of a sign-in; its JSON.
 * `about`: code: the code of the browser is being exchanged; grant: a grant that was good once is used.
 * @throws SignInFailed
 */
export async function askForSignIn(question: PlatformQuestion, about: 'code' | 'grant'): Promise<unknown> {
  try {
    const answer = await callPlatform(question);
    const error = readGraphError(answer);
    if (error === null) return answer.json;
    throw signInProblem(error, about);
  } catch (error) {
    if (!(error instanceof LostAnswer)) throw error;
    const words = {
      message: 'Meta could not be reached.',
      hint: 'Check the connection to the internet, then try again.',
      code: 'no-answer',
    };
    throw new SignInFailed('later', words, { cause: error });
  }
}

/** What an answer means when it is not what was hoped for. @throws nothing; it is thrown by the caller */
export function oddAnswer(): SignInFailed {
  return new SignInFailed('later', {
    message: 'Meta answered in a way the studio does not know.',
    hint: 'Try again in a while.',
    code: 'odd-answer',
  });
}

function signInProblem(error: GraphError, about: 'code' | 'grant'): SignInFailed {
  const code = codeText(error);
  const because = { cause: error.raw };
  const meaning = meaningOf(error);
  const isBusy = error.status >= 500 || error.status === 429 || error.status < 400 || error.transient || meaning?.act === 'limit';
  if (isBusy) {
    return new SignInFailed('later', { message: 'Meta takes no sign-ins at the moment.', hint: 'Try again in a while.', code }, because);
  }
  if (meaning?.act === 'token' && about === 'grant') {
    return new SignInFailed('dead', { message: tokenProblem(error.subcode), hint: 'Sign in to Instagram again.', code }, because);
  }
  const said = error.message === '' ? '' : ` It says: ${error.message}`;
  return new SignInFailed('refused', { message: `Meta refused the sign-in.${said}`, hint: hintOf(error, about), code }, because);
}

/** Meta's wording is the only thing that tells these apart. */
function hintOf({ message }: GraphError, about: 'code' | 'grant'): string {
  if (/client secret|validating application|application id|invalid platform app|invalid client/i.test(message)) {
    return 'Compare the app id and the app secret with your app at developers.facebook.com. The two logins have different ones.';
  }
  if (/redirect_uri|redirect uri/i.test(message)) {
    return 'Enter the redirect address shown here in your app at developers.facebook.com, exactly as it is, slash at the end included.';
  }
  if (/authorization code|matching code|code was|has been used|has expired/i.test(message)) {
    return 'The address from the browser works once, and not for long. Begin the sign-in anew and paste the new address.';
  }
  if (/permission/i.test(message)) return 'Sign in again and leave every permission ticked.';
  if (/app secret proof|native|desktop/i.test(message)) {
    return 'Your app is of the type “Native or Desktop”, whose secret Meta does not accept. Turn that off in its advanced settings.';
  }
  return about === 'code' ? 'Begin the sign-in anew.' : 'Try again; if it stays like this, sign in to Instagram again.';
}
