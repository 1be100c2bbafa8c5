import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CalendarPost, FreeSlot } from '../../../shared/contract/schedule.ts';
import { MomentField } from '../../components/MomentField.tsx';
import { explain } from '../../link/explain.ts';
import { studio } from '../../link/studioClient.ts';
import type { Warning } from '../../state/calendar.ts';
import type { HowToMove } from '../../state/calendar.ts';
import { calendarActions } from '../../state/calendarActions.ts';
import { useTimes } from '../../state/useTimes.ts';
import { useZone } from '../../state/useZone.ts';
import { instantOfWallTime, wallTimeOfInstant } from '../../words/wallTime.ts';

/** Gives a post another time without a mouse: the next free slots, or any moment. */
export function MoveDialog({ post, onClose }: { post: CalendarPost | null; onClose: () => void }) {
  return (
    <Modal opened={post !== null} onClose={onClose} title={`Move “${post?.title ?? ''}”`} size="md">
      {post !== null && <MoveForm key={post.id} post={post} onClose={onClose} />}
    </Modal>
  );
}

function MoveForm({ post, onClose }: { post: CalendarPost; onClose: () => void }) {
  const zone = useZone();
  const timeOf = useTimes();
  const [free, setFree] = useState<readonly FreeSlot[] | null>(null);
  const [wallTime, setWallTime] = useState<string | null>(wallTimeOfInstant(post.at, zone));
  const [judged, setJudged] = useState<{ at: string; warnings: readonly Warning[] } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const at = wallTime === null ? null : instantOfWallTime(wallTime, zone);

  useEffect(() => {
    const gone = new AbortController();
    studio.schedule.next({ channelId: post.channelId, count: 4 }, { signal: gone.signal }).then(setFree, (error: unknown) => {
      if (gone.signal.aborted) return;
      setFree([]);
      setProblem(explain(error).message);
    });
    return () => gone.abort();
  }, [post.channelId]);

  useEffect(() => {
    if (at === null || at === post.at) return undefined;
    const gone = new AbortController();
    studio.schedule.judge({ channelId: post.channelId, at, postId: post.id }, { signal: gone.signal }).then(
      (warnings) => setJudged({ at, warnings }),
      (error: unknown) => {
        if (!gone.signal.aborted) setProblem(explain(error).message);
      },
    );
    return () => gone.abort();
  }, [at, post]);

  const objections = judged?.at === at ? judged.warnings : [];
  const move = (to: string, how: Partial<HowToMove>): void => {
    onClose();
    void calendarActions.move(post, to, how);
  };
  return (
    <Stack gap="md">
      <Stack gap={6} role="group" aria-label="Next free slots">
        <Text size="sm" fw={600}>
          Next free slots
        </Text>
        {free !== null && free.length === 0 && (
          <Text size="sm" c="dimmed">
            This channel has no free slot. Give it posting times to see them here.
          </Text>
        )}
        <Group gap="xs" mih={30}>
          {free?.map(({ slotAt, score }) => (
            <Button key={slotAt} size="xs" variant="default" onClick={() => move(slotAt, { sure: true, slot: 'take' })}>
              {timeOf(slotAt)}
              {score !== null && ` · ${Math.round(score * 100)}`}
            </Button>
          ))}
        </Group>
      </Stack>
      <MomentField label="Or at" value={wallTime} zone={zone} onChange={setWallTime} />
      <div aria-live="polite">
        {objections.map(({ code, message }) => (
          <Alert key={code} color="yellow" py="xs" mb="xs">
            {message}
          </Alert>
        ))}
        {problem !== null && (
          <Alert color="orange" py="xs">
            {problem}
          </Alert>
        )}
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button disabled={at === null || at === post.at} onClick={() => at !== null && move(at, { sure: objections.length > 0 })}>
          {objections.length > 0 ? 'Move anyway' : 'Move'}
        </Button>
      </Group>
    </Stack>
  );
}
