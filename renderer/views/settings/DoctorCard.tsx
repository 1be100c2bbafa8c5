import { Button, Group, Loader, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { attempt } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';

type Doctor = Awaited<ReturnType<StudioClient['system']['doctor']>>;

/** What this computer has and lacks, and what to do about it. */
export function DoctorCard() {
  const [round, setRound] = useState(0);
  return (
    <Stack gap="md">
      <Findings key={round} />
      <Button variant="default" w="fit-content" onClick={() => setRound(round + 1)}>
        Check again
      </Button>
    </Stack>
  );
}

function Findings() {
  const [doctor, setDoctor] = useState<Doctor | null>(null);
  useEffect(() => {
    void attempt(studio.system.doctor()).then(setDoctor);
  }, []);
  if (doctor === null) return <Loader size="sm" role="status" aria-label="Looking at this computer" />;
  return (
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
                  <IconCircleCheck size={18} style={{ flex: 'none' }} color="var(--mantine-color-tide-5)" role="img" aria-label="Fine" />
                ) : (
                  <IconAlertTriangle
                    size={18}
                    style={{ flex: 'none' }}
                    color="var(--mantine-color-orange-5)"
                    role="img"
                    aria-label="Needs attention"
                  />
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
  );
}
