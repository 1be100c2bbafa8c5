import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Render } from '../../../shared/contract/renders.ts';
import { MomentField } from '../../components/MomentField.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { openRoute } from '../../state/route.ts';
import { useZone } from '../../state/useZone.ts';
import { countCaption } from '../../../shared/publish/countCaption.ts';
import { postStates } from '../../words/postStates.ts';
import { instantOfWallTime, wallTimeOfInstant } from '../../words/wallTime.ts';

const inAnHour = (zone: string): string =>
  wallTimeOfInstant(new Date(Math.ceil(Date.now() / 900_000) * 900_000 + 3_600_000).toISOString(), zone);

/** One film to one or more channels: words, time, and a person's yes. */
export function PostDialog({ render, onClose }: { render: Render; onClose: () => void }) {
  const zone = useZone();
  const channels = useStore(library, (state) => state.channels);
  const platforms = useStore(library, (state) => state.info?.platforms ?? []);
  const all = [...channels.values()];
  const [channelIds, setChannelIds] = useState<string[]>(() => (all[0] === undefined ? [] : [all[0].id]));
  const [caption, setCaption] = useState('');
  const [when, setWhen] = useState('now');
  const [wallTime, setWallTime] = useState<string | null>(() => inAnHour(zone));
  const [approved, setApproved] = useState(false);
  const [busy, setBusy] = useState(false);
  const limits = all
    .filter(({ id }) => channelIds.includes(id))
    .map(({ platform }) => {
      const known = platforms.find(({ name }) => name === platform);
      return {
        label: known?.label ?? platform,
        max: known?.captionMax ?? Number.POSITIVE_INFINITY,
        used: countCaption(platform, caption),
      };
    });
  const tooLong = limits.filter(({ used, max }) => used > max);
  const ready = channelIds.length > 0 && tooLong.length === 0 && (when === 'now' || wallTime !== null);
  const posts = useStore(library, (state) => state.posts);
  const before = [...posts.values()].filter(
    (one) => one.renderId === render.id && channelIds.includes(one.channelId) && one.state !== 'cancelled' && one.state !== 'failed',
  );
  const post = async (): Promise<void> => {
    setBusy(true);
    const at = when === 'later' && wallTime !== null ? { at: instantOfWallTime(wallTime, zone) } : {};
    const created = await attempt(
      studio.posts.create({ renderId: render.id, channelIds, title: render.title, caption, approve: approved, ...at }),
    );
    setBusy(false);
    if (created === null) return;
    onClose();
    const [first] = created;
    toast.done(
      approved ? (when === 'now' ? 'It is in the queue' : 'It is scheduled') : 'It waits for your approval',
      'Watch it in Queue.',
      {
        label: 'Open Queue',
        act: () => openRoute({ view: 'queue', postId: first?.id ?? null }),
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={`Post “${render.title}”`} size="lg">
      <Stack gap="md">
        <Checkbox.Group label="Channels" value={channelIds} onChange={setChannelIds}>
          <Group mt={6}>
            {all.map((channel) => (
              <Checkbox key={channel.id} value={channel.id} label={channel.name} />
            ))}
          </Group>
        </Checkbox.Group>
        <Textarea
          label="Caption"
          description="What is said with the film. #hashtags go in here too."
          autosize
          minRows={3}
          maxRows={8}
          value={caption}
          onChange={(event) => setCaption(event.currentTarget.value)}
          data-autofocus
        />
        <Group gap="md" mt={-8}>
          {limits.map(({ label, used, max }) => (
            <Text key={label} size="xs" c={used > max ? 'orange' : 'dimmed'}>
              {label}: {used} of {max}
            </Text>
          ))}
        </Group>
        <Group align="flex-end">
          <SegmentedControl
            aria-label="When"
            value={when}
            onChange={setWhen}
            transitionDuration={100}
            data={[
              { value: 'now', label: approved ? 'Now' : 'Once approved' },
              { value: 'later', label: 'At a time' },
            ]}
          />
          {when === 'later' && <MomentField label="Goes out at" value={wallTime} zone={zone} onChange={setWallTime} />}
        </Group>
        <Checkbox
          label="I have watched this and approve it"
          description="Without this, it waits in Queue until you approve it there."
          checked={approved}
          onChange={(event) => setApproved(event.currentTarget.checked)}
        />
        {before.length > 0 && (
          <Alert color="yellow" variant="light" py="xs">
            This film was posted there before: {before.map(({ state }) => postStates[state].label.toLowerCase()).join(', ')}.
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} disabled={!ready} onClick={() => void post()}>
            {approved ? (when === 'now' ? 'Post now' : 'Schedule') : 'Put in the queue'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
