import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PostDetail } from '../../../shared/contract/posts.ts';
import { attempt, toast } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';

type Answer = Parameters<StudioClient['posts']['resolve']>[0]['answer'];

const isAddress = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

/** What only the creator can say: whether it is out, and what shall become of it. */
export function Resolve({ post }: { post: PostDetail }) {
  const [url, setUrl] = useState('');
  const [sure, setSure] = useState(false);
  const signInFirst = useStore(library, ({ channels }) => channels.get(post.channelId)?.standing === 'sign-in');
  const trimmed = url.trim();
  // never handed over: nothing can be public, so there is nothing to look for
  const maybePublic = post.ledger.some(({ state }) => state === 'sent');
  const answer = async (word: Answer): Promise<void> => {
    const done = await attempt(studio.posts.resolve({ postId: post.id, answer: word, ...(word === 'it-is-live' && { url: trimmed }) }));
    if (done !== null) toast.done('Noted', done.reason);
  };
  if (!maybePublic)
    return (
      <Group role="group" aria-label="Your decision">
        <Button variant={signInFirst ? 'default' : 'filled'} onClick={() => void answer('look-again')}>
          I have seen to it: try again
        </Button>
        <Button variant="default" onClick={() => void answer('give-up')}>
          Give up
        </Button>
      </Group>
    );
  return (
    <Stack gap="sm" role="group" aria-label="Your decision">
      <Group>
        <Button onClick={() => void answer('look-again')}>Look again</Button>
        <Button variant="default" onClick={() => setSure(true)} aria-expanded={sure}>
          It is not there: send again
        </Button>
        <Button variant="default" onClick={() => void answer('give-up')}>
          Give up
        </Button>
      </Group>
      {sure && (
        <Group gap="sm">
          <Text size="sm">If it is out after all, it will be there twice. Have you looked?</Text>
          <Button size="compact-sm" variant="light" color="orange" onClick={() => void answer('send-again')}>
            Yes, send it again
          </Button>
        </Group>
      )}
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label="It is live at…"
          description="Open it on the platform and copy its address."
          placeholder="https://…"
          type="url"
          value={url}
          error={trimmed !== '' && !isAddress(trimmed) ? 'This is not a whole address yet.' : undefined}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Button variant="default" disabled={!isAddress(trimmed)} onClick={() => void answer('it-is-live')}>
          It is live
        </Button>
      </Group>
    </Stack>
  );
}
