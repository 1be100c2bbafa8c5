import { createStore } from 'zustand/vanilla';
import type { SignIn } from '../../shared/contract/channels.ts';
import type { RemotePlatform } from '../../shared/publish/postOptions.ts';
import { explain, type Explained } from '../link/explain.ts';
import { studio, type StudioClient } from '../link/studioClient.ts';
import { library } from './library.ts';

export type SetupGuide = Awaited<ReturnType<StudioClient['setup']['guide']>>;

/** What the dialog shows: pick: which platform; keys: the set-up guide; sign-in: the walk itself; token: a pasted token; done: a token was taken. */
type Stage = 'pick' | 'keys' | 'sign-in' | 'token';

export type SignInFlow = {
  readonly opened: boolean;
  readonly platform: RemotePlatform | null;
  readonly stage: Stage;
  readonly guide: SetupGuide | null;
  /** The walk under way; what became of it is in the library. */
  readonly signInId: string | null;
  readonly busy: boolean;
  readonly problem: Explained | null;
  /** The account that a pasted token opened. */
  readonly tokenChannelId: string | null;
  /** Lets the creator pick a platform. */
  readonly open: () => void;
  /** The set-up guide where no keys are stored, else the sign-in at once. */
  readonly choose: (platform: RemotePlatform) => Promise<void>;
  readonly showKeys: () => void;
  readonly showToken: () => void;
  readonly storeKeys: (value: Record<string, string>) => Promise<boolean>;
  readonly begin: (route?: SignIn['route']) => Promise<void>;
  readonly finish: (address: string) => Promise<void>;
  readonly chooseAccounts: (remoteAccounts: string[]) => Promise<void>;
  readonly pasteToken: (token: string) => Promise<void>;
  /** Asks what became of a walk, after pushes may have been missed. */
  readonly refresh: () => Promise<void>;
  /** Ends a walk that is not over. */
  readonly close: () => Promise<void>;
};

type Needs = {
  client: {
    channels: Pick<StudioClient['channels'], SignInCall>;
    setup: Pick<StudioClient['setup'], 'guide'>;
    keys: Pick<StudioClient['keys'], 'set'>;
  };
  known: (id: string) => SignIn | undefined;
  keep: (signIn: SignIn) => void;
};
type SignInCall = 'signIn' | 'signInState' | 'finishSignIn' | 'chooseAccounts' | 'cancelSignIn' | 'pasteToken';

const fresh = { stage: 'pick', guide: null, signInId: null, busy: false, problem: null, tokenChannelId: null } as const;

/** The state behind the dialog that signs the creator in to a platform. */
export function createSignInFlow({ client, known, keep }: Needs) {
  return createStore<SignInFlow>()((set, get) => {
    /** Runs a call and shows what it threw in the dialog; answers null then. */
    const trying = async <Result>(call: Promise<Result>): Promise<Result | null> => {
      set({ busy: true, problem: null });
      try {
        return await call;
      } catch (error) {
        set({ problem: explain(error) });
        return null;
      } finally {
        set({ busy: false });
      }
    };
    const isUnderWay = (id: string): boolean => {
      const state = known(id)?.state;
      return state === 'waiting' || state === 'choosing';
    };
    return {
      opened: false,
      platform: null,
      ...fresh,
      open() {
        set({ opened: true, platform: null, ...fresh });
      },
      async choose(platform) {
        set({ opened: true, platform, ...fresh, stage: 'keys' });
        const guide = await trying(client.setup.guide({ platform }));
        if (guide === null || get().platform !== platform) return;
        set({ guide });
        if (guide.keysStored) await get().begin();
      },
      showKeys() {
        set({ stage: 'keys', problem: null });
      },
      showToken() {
        set({ stage: 'token', problem: null });
      },
      async storeKeys(value) {
        const { platform, guide } = get();
        if (platform === null) return false;
        const stored = await trying(client.keys.set({ name: platform, value }));
        if (stored !== null && guide !== null) set({ guide: { ...guide, keysStored: true } });
        return stored !== null;
      },
      async begin(route) {
        const { platform } = get();
        if (platform === null) return;
        set({ stage: 'sign-in', signInId: null });
        const signIn = await trying(client.channels.signIn({ platform, ...(route !== undefined && { route }) }));
        if (signIn === null) return;
        if (known(signIn.id) === undefined) keep(signIn); // what was pushed meanwhile is newer
        if (get().platform === platform && get().opened) set({ signInId: signIn.id });
        else await client.channels.cancelSignIn({ signInId: signIn.id }).catch(() => undefined); // it ends by itself soon
      },
      async finish(address) {
        const { signInId } = get();
        if (signInId === null) return;
        const signIn = await trying(client.channels.finishSignIn({ signInId, address: address.trim() }));
        if (signIn !== null) keep(signIn);
      },
      async chooseAccounts(remoteAccounts) {
        const { signInId } = get();
        if (signInId === null) return;
        const signIn = await trying(client.channels.chooseAccounts({ signInId, remoteAccounts }));
        if (signIn !== null) keep(signIn);
      },
      async pasteToken(token) {
        const { platform } = get();
        if (platform === null) return;
        const channel = await trying(client.channels.pasteToken({ platform, token: token.trim() }));
        if (channel !== null) set({ tokenChannelId: channel.id });
      },
      async refresh() {
        const { signInId } = get();
        if (signInId === null || !isUnderWay(signInId)) return;
        const signIn = await trying(client.channels.signInState({ signInId }));
        if (signIn !== null) keep(signIn);
      },
      async close() {
        const { signInId } = get();
        set({ opened: false, platform: null, ...fresh });
        if (signInId !== null && isUnderWay(signInId)) await client.channels.cancelSignIn({ signInId }).catch(() => undefined); // it ends by itself soon
      },
    };
  });
}

export const signInFlow = createSignInFlow({
  client: studio,
  known: (id) => library.getState().signIns.get(id),
  keep: (signIn) => library.setState((state) => ({ signIns: new Map(state.signIns).set(signIn.id, signIn) })),
});
