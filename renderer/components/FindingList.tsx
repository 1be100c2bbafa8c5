import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { Finding } from '../../shared/publish/finding.ts';

export type Fix = NonNullable<Finding['fix']>;

const fixWords: Readonly<Record<Fix, string>> = {
  'sign-in': 'Sign in again',
  keys: 'Set up the keys',
  'edit-words': 'Change the words',
  'edit-options': 'Change the options',
  'render-again': 'Open in the Studio',
  'choose-film': 'Choose a film',
  move: 'Choose another time',
  'free-disk': 'Make room',
};

type Props = {
  findings: readonly Finding[];
  /** Null where a fix cannot be offered here. */
  fixFor: (fix: Fix) => (() => void) | null;
};

/** What the pre-flight check found, what stops a post first, each with the cure it can offer. */
export function FindingList({ findings, fixFor }: Props) {
  if (findings.length === 0) return null;
  const sorted = findings.toSorted((a, b) => Number(b.stops) - Number(a.stops));
  return (
    <Stack gap="xs" role="list" aria-label="What the check found">
      {sorted.map((finding) => {
        const act = finding.fix === null ? null : fixFor(finding.fix);
        return (
          <Alert
            key={finding.code}
            role="listitem"
            py="xs"
            color={finding.stops ? 'orange' : 'yellow'}
            icon={finding.stops ? <IconAlertTriangle size={18} /> : <IconInfoCircle size={18} />}
          >
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <div>
                <Text size="sm" fw={500}>
                  {finding.message}
                </Text>
                <Text size="sm">{finding.cure}</Text>
              </div>
              {act !== null && finding.fix !== null && (
                <Button size="compact-sm" variant="default" style={{ flex: 'none' }} onClick={act}>
                  {fixWords[finding.fix]}
                </Button>
              )}
            </Group>
          </Alert>
        );
      })}
    </Stack>
  );
}
