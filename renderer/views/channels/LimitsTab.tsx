import { Alert, Loader, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { IconClockPause, IconGauge } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LimitState } from '../../../shared/contract/channels.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { attempt } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { useNow } from '../../state/useNow.ts';
import { platformName } from '../../words/platformName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { describeBlock, describeLimit } from '../../words/channelWords.ts';
import { formatUsd } from '../../words/formatUsd.ts';
import classes from './channels.module.css';

/** What the platforms still take from each account and from the whole app, as it is now, and what they charged. */
export function LimitsTab() {
  const limits = useStore(library, (state) => state.limits);
  const channels = useStore(library, (state) => state.channels);
  const groups = Map.groupBy(limits, ({ platform, channelId }) => `${platform}/${channelId ?? ''}`);
  return (
    <Stack gap="lg">
      {groups.size === 0 && (
        <EmptyState
          icon={<IconGauge size={26} />}
          title="Nothing was used yet"
          text="Once something goes out, this shows how much of each platform’s limits is left, and when it is free again."
        />
      )}
      {[...groups].map(([key, states]) => {
        const [first] = states;
        if (first === undefined) return null;
        const account = first.channelId === null ? 'your whole app' : (channels.get(first.channelId)?.name ?? 'an account that is gone');
        return (
          <section key={key} className={classes.card} aria-label={`${platformName(first.platform)}: ${account}`}>
            <Title order={2} mb="sm" className={classes.heading}>
              <PlatformIcon platform={first.platform} /> {platformName(first.platform)}
              <Text span c="dimmed" fw={400} size="sm">
                {account}
              </Text>
            </Title>
            <Limits limits={states} label={platformName(first.platform)} />
          </section>
        );
      })}
      <Spending />
    </Stack>
  );
}

/** The limits that are in use; those nothing was taken from are a fold away. */
function Limits({ limits, label }: { limits: readonly LimitState[]; label: string }) {
  const used = limits.filter((limit) => limit.used > 0 || limit.blockedUntil !== null);
  const untouched = limits.filter((limit) => !used.includes(limit));
  return (
    <Stack gap="md">
      {used.map((limit) => (
        <LimitBar key={limit.name} limit={limit} label={label} />
      ))}
      {untouched.length > 0 && (
        <details>
          <Text component="summary" size="sm" c="dimmed" style={{ cursor: 'pointer' }}>
            {untouched.length} {used.length > 0 ? 'more ' : ''}
            {untouched.length === 1 ? 'limit' : 'limits'} with nothing used
          </Text>
          <Stack gap="md" mt="md">
            {untouched.map((limit) => (
              <LimitBar key={limit.name} limit={limit} label={label} />
            ))}
          </Stack>
        </details>
      )}
    </Stack>
  );
}

function LimitBar({ limit, label }: { limit: LimitState; label: string }) {
  const timeOf = useTimes();
  const now = useNow();
  const share = limit.capacity === 0 ? 100 : Math.min(100, (limit.used / limit.capacity) * 100);
  const block = describeBlock(limit, label, { timeOf, now });
  const words = describeLimit(limit, timeOf);
  return (
    <div>
      <div className={classes.between}>
        <Text size="sm" fw={500}>
          {limit.label}
        </Text>
        <Text size="sm" c="dimmed">
          {words}
        </Text>
      </div>
      <Progress mt={6} value={share} color={share >= 90 ? 'orange' : 'tide'} aria-label={`${limit.label}: ${words}`} />
      {block !== null && (
        <Alert mt="xs" py="xs" color="orange" icon={<IconClockPause size={18} />}>
          {block}
        </Alert>
      )}
    </div>
  );
}

type Spent = Awaited<ReturnType<StudioClient['limits']['spending']>>;

function Spending() {
  const [spent, setSpent] = useState<Spent | null>(null);
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const answer = await attempt(studio.limits.spending());
      if (answer !== null) setSpent(answer);
    };
    void ask();
    // every call that costs also counts against a limit
    return library.subscribe((state, before) => {
      if (state.limits !== before.limits) void ask();
    });
  }, []);
  if (spent === null) return <Loader size="sm" />;
  return (
    <section className={classes.card} aria-label="What the platforms charged">
      <Title order={2} mb={4}>
        What the platforms charged
      </Title>
      <Text size="sm" mb="sm" className={classes.table}>
        <b>{formatUsd(spent.todayUsd)}</b> today · <b>{formatUsd(spent.monthUsd)}</b> this month
      </Text>
      {spent.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing so far. TikTok, YouTube and Instagram are free; X charges for every post and read.
        </Text>
      ) : (
        <Table className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>For</Table.Th>
              <Table.Th ta="right">How many</Table.Th>
              <Table.Th ta="right">Price</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {spent.items.map(({ provider, item, units, usd }) => (
              <Table.Tr key={`${provider}-${item}`}>
                <Table.Td>
                  {platformName(provider)}: {item}
                </Table.Td>
                <Table.Td ta="right">{units.toLocaleString('en')}</Table.Td>
                <Table.Td ta="right">{formatUsd(usd)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
