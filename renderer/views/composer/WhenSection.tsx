import { Alert, Anchor, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { MomentField } from '../../components/MomentField.tsx';
import { turnToTimes } from '../../state/calendarPart.ts';
import { composer } from '../../state/composer.ts';
import type { When } from '../../state/composerDraft.ts';
import { routeAddress } from '../../state/route.ts';
import type { Chosen } from '../../state/useChosen.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { useZone } from '../../state/useZone.ts';

/** When it goes out, and what the channels' plans say of that. */
export function WhenSection({ chosen }: { chosen: readonly Chosen[] }) {
  const { when, wallTime, approved } = useStore(composer, (state) => state.draft);
  const zone = useZone();
  const { change } = composer.getState();
  const choices: { value: When; label: string }[] = [
    { value: 'now', label: approved ? 'Now' : 'Once approved' },
    { value: 'slot', label: 'Next free slot' },
    { value: 'later', label: 'At a time' },
  ];
  return (
    <Stack gap="sm">
      <Group align="flex-end">
        <div>
          <Text size="sm" fw={600} mb={4}>
            When
          </Text>
          <SegmentedControl
            aria-label="When"
            value={when}
            onChange={(value) => change({ when: choices.find((choice) => choice.value === value)?.value ?? 'now' })}
            transitionDuration={100}
            data={choices}
          />
        </div>
        {when === 'later' && (
          <MomentField label="Goes out at" value={wallTime} zone={zone} onChange={(next) => change({ wallTime: next })} />
        )}
      </Group>
      {when === 'slot' && <Slots chosen={chosen} />}
      {when === 'later' && <Against chosen={chosen} />}
    </Stack>
  );
}

/** What the plans have against the chosen time; channels that say the same are named together. */
function Against({ chosen }: { chosen: readonly Chosen[] }) {
  const nameOf = useChannelName();
  const said = chosen.flatMap(({ channel, report }) =>
    report?.state === 'known' ? report.value.against.map((message) => ({ message, name: nameOf(channel.id) })) : [],
  );
  return [...Map.groupBy(said, ({ message }) => message)].map(([message, names]) => (
    <Alert key={message} color="yellow" py="xs">
      <b>{names.map(({ name }) => name).join(', ')}:</b> {message}
    </Alert>
  ));
}

function Slots({ chosen }: { chosen: readonly Chosen[] }) {
  const timeOf = useTimes();
  const nameOf = useChannelName();
  return (
    <Stack gap={4}>
      {chosen.map(({ channel, report }) => (
        <Text key={channel.id} size="sm">
          <b>{nameOf(channel.id)}:</b>{' '}
          {report?.state !== 'known' ? (
            'looking…'
          ) : report.value.slotAt === null ? (
            <>
              no posting times yet.{' '}
              <Anchor
                href={routeAddress({ view: 'calendar', postId: null })}
                size="sm"
                underline="always"
                onClick={() => {
                  turnToTimes(channel.id);
                  composer.getState().close();
                }}
              >
                Choose them in the calendar
              </Anchor>
            </>
          ) : (
            timeOf(report.value.slotAt)
          )}
        </Text>
      ))}
    </Stack>
  );
}
