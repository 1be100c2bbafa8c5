import { describe, expect, test } from 'vitest';
import type { Channel, SignIn } from '../../shared/contract/channels.ts';
import { createSignInFlow, type SetupGuide } from '../../renderer/state/signInFlow.ts';

const walk = (id: string, part: Partial<SignIn> = {}): SignIn => ({
  id,
  platform: 'tiktok',
  state: 'waiting',
  authorizeUrl: 'https://www.tiktok.com/authorize',
  redirectUri: 'http://127.0.0.1:4000/callback/',
  route: 'loopback',
  expiresAt: '2026-11-20T10:10:00Z',
  problem: null,
  accounts: [],
  channelIds: [],
  ...part,
});
const guide = (keysStored: boolean): SetupGuide => ({ platform: 'tiktok', label: 'TikTok', intro: '', steps: [], fields: [], keysStored });

function open({ keysStored = true, refuse = false } = {}) {
  const known = new Map<string, SignIn>();
  const calls: string[] = [];
  let count = 0;
  const flow = createSignInFlow({
    client: {
      setup: { guide: async () => guide(keysStored) },
      keys: {
        set: async ({ name }) => {
          calls.push(`keys ${name}`);
          return {};
        },
      },
      channels: {
        signIn: async ({ route }) => {
          if (refuse) throw new Error('The keychain is locked.');
          count += 1;
          calls.push(`begin ${route ?? 'any'}`);
          return walk(`s${count}`, { route: route ?? 'loopback' });
        },
        signInState: async ({ signInId }) => walk(signInId, { state: 'done', channelIds: ['c1'] }),
        finishSignIn: async ({ signInId, address }) => {
          calls.push(`finish ${address}`);
          return walk(signInId, { state: 'choosing' });
        },
        chooseAccounts: async ({ signInId }) => walk(signInId, { state: 'done', channelIds: ['c1', 'c2'] }),
        cancelSignIn: async ({ signInId }) => {
          calls.push(`cancel ${signInId}`);
          return {};
        },
        pasteToken: async () => ({ id: 'c9' }) as Channel, // the flow reads nothing else of it
      },
    },
    known: (id) => known.get(id),
    keep: (signIn) => void known.set(signIn.id, signIn),
  });
  return { flow, known, calls, state: () => flow.getState() };
}

describe('signing in', () => {
  test('without keys the guide comes first; once they are stored, the walk begins when asked', async () => {
    const { state, calls } = open({ keysStored: false });
    await state().choose('tiktok');
    expect([state().stage, state().signInId]).toEqual(['keys', null]);
    expect(await state().storeKeys({ clientKey: 'k', clientSecret: 's' })).toBe(true);
    expect(state().guide?.keysStored).toBe(true);
    await state().begin();
    expect([state().stage, state().signInId]).toEqual(['sign-in', 's1']);
    expect(calls).toEqual(['keys tiktok', 'begin any']);
  });

  test('with keys the walk begins at once, and what was pushed before the answer came stays', async () => {
    const { state, known } = open();
    known.set('s1', walk('s1', { state: 'done', channelIds: ['c1'] }));
    await state().choose('tiktok');
    expect(state().signInId).toBe('s1');
    expect(known.get('s1')?.state).toBe('done');
  });

  test('closing ends a walk that waits, and leaves one that is over', async () => {
    const { state, known, calls } = open();
    await state().choose('tiktok');
    await state().close();
    expect(calls).toContain('cancel s1');
    await state().choose('tiktok');
    known.set('s2', walk('s2', { state: 'done' }));
    await state().close();
    expect(calls).not.toContain('cancel s2');
  });

  test('the address can be pasted, and accounts chosen', async () => {
    const { state, known, calls } = open();
    await state().choose('tiktok');
    await state().begin('paste');
    await state().finish('  https://example.org/?code=1 ');
    expect(calls).toContain('finish https://example.org/?code=1');
    await state().chooseAccounts(['a', 'b']);
    expect(known.get('s2')?.channelIds).toEqual(['c1', 'c2']);
  });

  test('after a broken link it asks what became of the walk', async () => {
    const { state, known } = open();
    await state().choose('tiktok');
    await state().refresh();
    expect(known.get('s1')?.state).toBe('done');
  });

  test('a refusal is said in the dialog', async () => {
    const { state } = open({ refuse: true });
    await state().choose('tiktok');
    expect(state().problem?.message).toBe('The keychain is locked.');
    expect(state().signInId).toBeNull();
  });
});
