import { Failure } from '../../shared/errors.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { connectAccount, type ConnectNeeds } from './connectAccount.ts';
import { openMethod } from './openMethod.ts';
import { platformName } from './platformName.ts';
import { signInTrouble, unforeseen } from './signInTrouble.ts';
import { SignInFailed, type RemoteAccount } from './types.ts';

type Needs = ConnectNeeds & { readonly secrets: Secrets; readonly report: (error: unknown) => void };

/**
 * Signs in with a token copied from the platform's own dashboard. Answers the channel's id.
 * @throws Failure KEY_MISSING, SECRETS_LOCKED; BAD_INPUT when the token is not good, PROVIDER_FAILED when nobody could tell.
 */
export async function pasteToken(needs: Needs, platform: RemotePlatform, token: string, signal: AbortSignal): Promise<string> {
  const name = platformName[platform];
  const { fromToken, accounts } = await openMethod(platform, needs);
  if (fromToken === null) throw new Failure('BAD_INPUT', `${name} gives out no tokens to copy.`, 'Sign in through the browser.');
  const found = await ask(async () => accounts(await fromToken(token, signal), signal));
  const [only, ...more] = found;
  if (only === undefined) {
    throw new Failure(
      'BAD_INPUT',
      `This token opens no account of ${name} that posts can go to.`,
      'Make the token for the account you post with.',
    );
  }
  if (more.length > 0) {
    const names = found.map(({ name }) => name).join(', ');
    throw new Failure('BAD_INPUT', `This token opens several accounts: ${names}.`, 'Sign in through the browser, where you can choose.');
  }
  return connectAccount(needs, platform, only);

  async function ask(question: () => Promise<readonly RemoteAccount[]>): Promise<readonly RemoteAccount[]> {
    try {
      return await question();
    } catch (error) {
      signal.throwIfAborted();
      const words = signInTrouble(error, name);
      if (words === null) needs.report(error);
      const { message, hint } = words ?? unforeseen(name);
      const isWrong = error instanceof SignInFailed && error.kind !== 'later';
      throw new Failure(isWrong ? 'BAD_INPUT' : 'PROVIDER_FAILED', message, hint); // without the cause: it may quote the token
    }
  }
}
