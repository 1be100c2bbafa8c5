import { Alert, Button, Group, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PostDetail } from '../../../shared/contract/posts.ts';
import { MomentField } from '../../components/MomentField.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { instantOfWallTime, wallTimeOfInstant } from '../../words/wallTime.ts';

/** When a post goes out: at a time, in its channel's next free slot, or as soon as it is approved. */
export function PostTime({ post, zone }: { post: PostDetail; zone: string }) {
  const planned = post.at === null ? null : wallTimeOfInstant(post.at, zone);
  const [wallTime, setWallTime] = useState<string | null>(planned);
  const [against, setAgainst] = useState<readonly string[]>([]);
  const moved = wallTime !== planned;
  const at = wallTime === null ? null : instantOfWallTime(wallTime, zone);
  useEffect(() => {
    if (!moved || at === null) return undefined;
    const gone = new AbortController();
    studio.schedule.judge({ channelId: post.channelId, at, postId: post.id }, { signal: gone.signal }).then(
      (found) => setAgainst(found.map(({ message }) => message)),
      () => undefined, // the studio judges again when the time is saved
    );
    return () => gone.abort();
  }, [at, moved, post.channelId, post.id]);
  const undo = { label: 'Undo', act: () => void attempt(studio.posts.reschedule({ postId: post.id, at: post.at })) };
  const save = async (): Promise<void> => {
    if ((await attempt(studio.posts.reschedule({ postId: post.id, at }))) !== null) toast.done('The time is changed', '', undo);
  };
  const queue = async (): Promise<void> => {
    const answer = await attempt(studio.schedule.queue({ postIds: [post.id] }));
    if (answer === null) return;
    const [failure] = answer.failures;
    if (failure === undefined) toast.done('It has the next free slot', '', undo);
    else toast.problem('It has no slot', failure.message);
  };
  return (
    <Stack gap="xs">
      <Group align="flex-end">
        <MomentField label="Goes out at" value={wallTime} zone={zone} onChange={setWallTime} emptyText="As soon as it is approved" />
        {moved ? (
          <Button onClick={() => void save()}>Save time</Button>
        ) : (
          <Button variant="default" onClick={() => void queue()}>
            Next free slot
          </Button>
        )}
      </Group>
      {moved &&
        at !== null &&
        against.map((message) => (
          <Alert key={message} color="yellow" py="xs">
            {message}
          </Alert>
        ))}
    </Stack>
  );
}
