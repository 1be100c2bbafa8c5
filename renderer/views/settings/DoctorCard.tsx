import { Button, Group, Loader, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { attempt } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';

type Doctor = Awaited<ReturnType<StudioClient['system']['doctor']>>;

/** What this computer has and lacks, and what to do about it. */
export function DoctorCard() {
  const [doctor, setDoctor] = useState<Doctor | null>(null);
  const [busy, setBusy] = useState(true);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    const look = async (): Promise<void> => {
      const found = await attempt(studio.system.doctor());
      if (gone.signal.aborted) return;
      setDoctor(found);
      setBusy(false);
    };
    void look();
    return () => gone.abort();
  }, [asked]);
  return (
    <Stack gap="md">
      {doctor === null && busy && <Loader size="sm" />}
      {doctor !== null && (
        <Table aria-label="Check-up" verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>What</Table.Th>
              <Table.Th>Found</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {doctor.checks.map(({ name, ok, detail, cure }) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <Group gap={8} wrap="nowrap">
                    {ok ? (
                      <IconCircleCheck size={18} color="var(--mantine-color-tide-5)" role="img" aria-label="Fine" />
                    ) : (
                      <IconAlertTriangle size={18} color="var(--mantine-color-orange-5)" role="img" aria-label="Needs attention" />
                    )}
                    {name}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {detail}
                  </Text>
                  {!ok && cure !== '' && (
                    <Text size="sm" c="dimmed">
                      {cure}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Button
        variant="default"
        w="fit-content"
        loading={busy}
        onClick={() => {
          setBusy(true);
          setAsked(asked + 1);
        }}
      >
        Check again
      </Button>
    </Stack>
  );
}
