import { Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

type Props = { label: string; value: string };

/** A text to be pasted elsewhere, with the button that copies it and says so. */
export function CopyLine({ label, value }: Props) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={2}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Code flex={1} py={6} px={10} style={{ overflowWrap: 'anywhere' }}>
          {value}
        </Code>
        <CopyThis value={value} what={`${label} ${value.length > 60 ? '' : value}`.trim()} />
      </Group>
    </div>
  );
}

/** Copies a text; `what` tells several such buttons apart. */
export function CopyThis({ value, what }: { value: string; what: string }) {
  return (
    <CopyButton value={value} timeout={2_000}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          style={{ flex: 'none' }}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
          aria-label={copied ? `Copied: ${what}` : `Copy: ${what}`}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  );
}
