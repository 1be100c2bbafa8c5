import { Loader, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { SliderField } from '../../components/SliderField.tsx';
import { attempt } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';

type Practice = Awaited<ReturnType<StudioClient['channels']['practice']>>;

const seconds = (value: number): string => `${value} s`;
const often = (value: number): string => (value === 0 ? 'never' : value === 1 ? 'always' : `${Math.round(value * 100)} of 100 times`);

/** How trying the practice platform makes itself. */
export function PracticeCard() {
  const [practice, setPractice] = useState<Practice | null>(null);
  useEffect(() => {
    void attempt(studio.channels.practice()).then(setPractice);
  }, []);
  if (practice === null) return <Loader size="sm" />;
  const save = async (part: Partial<Practice>): Promise<void> => {
    const next = await attempt(studio.channels.setPractice({ ...practice, ...part }));
    if (next !== null) setPractice(next);
  };
  const shares = [
    { key: 'failShare', label: 'An upload breaks off' },
    { key: 'loseAnswerShare', label: 'The answer to “publish” gets lost' },
    { key: 'busyShare', label: 'It asks us to wait' },
    { key: 'rejectShare', label: 'It refuses the film for good' },
  ] as const;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Practice behaves like a real platform, but nobody sees it. Make it slow or moody to watch how posts survive.
      </Text>
      <SliderField
        label="An upload takes"
        value={practice.uploadSeconds}
        min={0}
        max={60}
        step={1}
        format={seconds}
        onCommit={(uploadSeconds) => void save({ uploadSeconds })}
      />
      <SliderField
        label="Getting it ready takes"
        value={practice.processingSeconds}
        min={0}
        max={300}
        step={5}
        format={seconds}
        onCommit={(processingSeconds) => void save({ processingSeconds })}
      />
      {shares.map(({ key, label }) => (
        <SliderField
          key={key}
          label={label}
          value={practice[key]}
          min={0}
          max={1}
          step={0.05}
          format={often}
          onCommit={(value) => void save({ [key]: value })}
        />
      ))}
    </Stack>
  );
}
