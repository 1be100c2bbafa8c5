import { Alert, Anchor, Button, Group, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconClockHour6, IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Channel } from '../../../shared/contract/channels.ts';
import type { FreeSlot } from '../../../shared/contract/schedule.ts';
import type { Plan } from '../../../shared/schedule/plan.ts';
import { addSlot, changeSlot, faultOfPlan, planPresets, removeSlot, sayPlan } from '../../calendar/editPlan.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { WholeNumberField } from '../../components/WholeNumberField.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { explain } from '../../link/explain.ts';
import { studio } from '../../link/studioClient.ts';
import { calendarPart } from '../../state/calendarPart.ts';
import { library } from '../../state/library.ts';
import { routeAddress } from '../../state/route.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { useZone } from '../../state/useZone.ts';
import { SlotRow } from './SlotRow.tsx';
import classes from './calendar.module.css';

/** When each channel may post. */
export function TimesTab() {
  const channels = useStore(library, (state) => state.channels);
  const channelName = useChannelName();
  const wanted = useStore(calendarPart, (state) => state.channelId);
  const chosen = (wanted === null ? undefined : channels.get(wanted)) ?? [...channels.values()][0];
  if (chosen === undefined)
    return (
      <EmptyState
        icon={<IconClockHour6 size={26} />}
        title="No channel yet"
        text="Connect an account first; then say here when it may post."
      >
        <Anchor href={routeAddress({ view: 'channels', channelId: null })}>Go to Channels</Anchor>
      </EmptyState>
    );
  return (
    <div className={classes.narrow}>
      <Group justify="space-between" align="flex-end" mb="lg">
        <div>
          <Title order={2}>Posting times</Title>
          <Text c="dimmed" size="sm">
            Every time is a free slot in the calendar until a post takes it.
          </Text>
        </div>
        <Select
          w={260}
          label="Channel"
          allowDeselect={false}
          data={[...channels.values()].map(({ id }) => ({ value: id, label: channelName(id) }))}
          value={chosen.id}
          onChange={(channelId) => calendarPart.setState({ channelId })}
        />
      </Group>
      <PlanForm key={chosen.id} channel={chosen} />
    </div>
  );
}

/** What was begun and not saved, by channel: going elsewhere and back loses nothing. */
const drafts = createStore<ReadonlyMap<string, Plan>>()(() => new Map());

const forgetDraft = (channelId: string): void => drafts.setState((state) => new Map([...state].filter(([id]) => id !== channelId)), true);

/** Whether the studio took it. */
async function savePlan(channel: Channel, plan: Plan): Promise<boolean> {
  const saved = await attempt(studio.channels.setPlan({ channelId: channel.id, plan }));
  if (saved === null) return false;
  library.setState((state) => ({ channels: new Map(state.channels).set(saved.id, saved) }));
  toast.done('The posting times are saved', sayPlan(saved.plan), {
    label: 'Undo',
    act: () => void savePlan(saved, channel.plan),
  });
  return true;
}

function PlanForm({ channel }: { channel: Channel }) {
  const plan = useStore(drafts, (state) => state.get(channel.id) ?? channel.plan);
  const setPlan = (draft: Plan): void => drafts.setState(new Map(drafts.getState()).set(channel.id, draft), true);
  const [saving, setSaving] = useState(false);
  const zone = useZone();
  const fault = faultOfPlan(plan);
  const changed = JSON.stringify(plan) !== JSON.stringify(channel.plan);
  const save = async (): Promise<void> => {
    setSaving(true);
    if (await savePlan(channel, plan)) forgetDraft(channel.id);
    setSaving(false);
  };
  return (
    <Stack gap="lg">
      <section className={classes.card} aria-label="Times">
        <Group justify="space-between" mb="xs">
          <Text fw={600}>Times</Text>
          <Group gap="xs">
            {planPresets.map(({ label, slots }) => (
              <Button key={label} size="xs" variant="default" onClick={() => setPlan({ ...plan, slots: [...slots] })}>
                {label}
              </Button>
            ))}
          </Group>
        </Group>
        {plan.slots.length === 0 && (
          <Text c="dimmed" size="sm" py="sm">
            No times yet: nothing can be put into the next free slot. Choose one of the two above, or add your own.
          </Text>
        )}
        {plan.slots.map((slot, index) => (
          <SlotRow
            key={index}
            slot={slot}
            index={index}
            onChange={(change) => setPlan(changeSlot(plan, index, change))}
            onRemove={() => setPlan(removeSlot(plan, index))}
          />
        ))}
        <Button mt="sm" size="xs" variant="subtle" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setPlan(addSlot(plan))}>
          Add a time
        </Button>
      </section>
      <section className={classes.card} aria-label="Rules">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <WholeNumberField
            label="Least time between two posts"
            description="A post closer to another than this is warned about and never put in by itself."
            suffix=" minutes"
            min={0}
            max={10_080}
            step={15}
            value={plan.minGapMinutes}
            onChange={(minGapMinutes) => setPlan({ ...plan, minGapMinutes })}
          />
          <WholeNumberField
            label="Most posts a day"
            description="More slots than this on a day stay free."
            min={1}
            max={100}
            value={plan.maxPerDay}
            onChange={(maxPerDay) => setPlan({ ...plan, maxPerDay })}
          />
          <WholeNumberField
            label="Random offset"
            description="A post goes out up to this long before or after its slot, by chance, so that your times do not look like a machine’s. It is drawn once, when the post is given the slot."
            prefix="± "
            suffix=" minutes"
            min={0}
            max={120}
            value={plan.jitterMinutes}
            onChange={(jitterMinutes) => setPlan({ ...plan, jitterMinutes })}
          />
          <Select
            label="Time zone"
            description="The times above are clock times there, through summer and winter time."
            searchable
            allowDeselect={false}
            value={plan.zone ?? ''}
            data={[
              { value: '', label: `As the studio: ${zone.replaceAll('_', ' ')}` },
              ...Intl.supportedValuesOf('timeZone').map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
            ]}
            limit={60}
            onChange={(value) => setPlan({ ...plan, zone: value === null || value === '' ? null : value })}
          />
        </SimpleGrid>
      </section>
      <section className={classes.card} aria-label="What comes of it">
        <Text>{sayPlan(plan)}</Text>
        {changed ? (
          <Text size="sm" c="dimmed">
            Save to see the next free times.
          </Text>
        ) : (
          <NextTimes channel={channel} />
        )}
        <div aria-live="polite">
          {fault !== null && (
            <Alert color="yellow" py="xs" mt="sm">
              {fault}
            </Alert>
          )}
        </div>
        {changed && (
          <Group mt="md">
            <Button disabled={fault !== null} loading={saving} onClick={() => void save()}>
              Save posting times
            </Button>
            <Button variant="default" onClick={() => forgetDraft(channel.id)}>
              Leave as it was
            </Button>
          </Group>
        )}
      </section>
    </Stack>
  );
}

/** The next three times the plan would give, asked anew whenever the channel or one of its posts changes. */
function NextTimes({ channel }: { channel: Channel }) {
  const [times, setTimes] = useState<readonly FreeSlot[] | string | null>(null);
  const timeOf = useTimes();
  useEffect(() => {
    const gone = new AbortController();
    studio.schedule.next({ channelId: channel.id, count: 3 }, { signal: gone.signal }).then(setTimes, (error: unknown) => {
      if (!gone.signal.aborted) setTimes(explain(error).message);
    });
    return () => gone.abort();
  }, [channel]);
  if (times === null || channel.plan.slots.length === 0) return null;
  if (typeof times === 'string')
    return (
      <Text size="sm" c="orange">
        {times}
      </Text>
    );
  return (
    <Text size="sm" c="dimmed">
      {times.length === 0 ? 'Every slot is taken.' : `The next free times: ${times.map(({ slotAt }) => timeOf(slotAt)).join(' · ')}`}
    </Text>
  );
}
