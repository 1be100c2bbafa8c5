import { Anchor, Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Post } from '../../../shared/contract/posts.ts';
import type { FreeSlot } from '../../../shared/contract/schedule.ts';
import { StateBadge } from '../../components/StateBadge.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { calendar } from '../../state/calendar.ts';
import { routeAddress } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';

/** A free slot was chosen: which of the channel's waiting posts shall go out then? */
export function SlotDialog({ slot, onClose }: { slot: FreeSlot | null; onClose: () => void }) {
  const timeOf = useTimes();
  const channelName = useChannelName();
  const title = slot === null ? '' : `Free slot ${timeOf(slot.slotAt)} · ${channelName(slot.channelId)}`;
  return (
    <Modal opened={slot !== null} onClose={onClose} title={title} size="md">
      {slot !== null && <Waiting key={`${slot.channelId} ${slot.slotAt}`} slot={slot} onClose={onClose} />}
    </Modal>
  );
}

function Waiting({ slot, onClose }: { slot: FreeSlot; onClose: () => void }) {
  const [posts, setPosts] = useState<readonly Post[] | null>(null);
  const timeOf = useTimes();
  useEffect(() => {
    const read = async (): Promise<void> => {
      const found = await attempt(
        studio.posts.list({ channelId: slot.channelId, states: ['draft', 'awaiting-approval', 'scheduled'], limit: 100 }),
      );
      setPosts((found ?? []).filter(({ slotAt }) => slotAt === null));
    };
    void read();
  }, [slot]);
  const give = async (post: Post): Promise<void> => {
    onClose();
    const before = post.at;
    const moved = await attempt(studio.schedule.take({ postId: post.id, slotAt: slot.slotAt }));
    if (moved === null) return;
    toast.done(`“${post.title}” has the slot`, timeOf(moved.at ?? slot.slotAt), {
      label: 'Undo',
      act: () => void attempt(studio.posts.reschedule({ postId: post.id, at: before })),
    });
    await calendar.getState().refetch();
  };
  if (posts === null) return <Loader size="sm" />;
  return (
    <Stack gap="sm">
      {posts.length === 0 ? (
        <Text c="dimmed">
          Nothing of this channel waits for a time. <Anchor href={routeAddress({ view: 'make', assetId: null })}>Make a video</Anchor> and
          choose “next free slot” when you post it.
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          Choose what goes out then. These are not in a slot yet.
        </Text>
      )}
      {posts.map((post) => (
        <Group key={post.id} justify="space-between" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Text truncate fw={500}>
              {post.title}
            </Text>
            <Group gap="xs">
              <StateBadge state={post.state} />
              <Text size="xs" c="dimmed">
                {post.at === null ? 'No time yet' : timeOf(post.at)}
              </Text>
            </Group>
          </div>
          <Button
            size="xs"
            variant="default"
            style={{ flex: 'none' }}
            onClick={() => void give(post)}
            aria-label={`Give it the slot: ${post.title}`}
          >
            Give it the slot
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
