import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { explain } from '../link/explain.ts';

type Action = { readonly label: string; act: () => void };

function show({
  title,
  text,
  colour,
  icon,
  action,
  autoClose,
}: {
  title: string;
  text: string;
  colour: string;
  icon: ReactNode;
  action: Action | undefined;
  autoClose: number;
}): void {
  const id = notifications.show({
    title: (
      <Text span inherit lineClamp={2}>
        {title}
      </Text>
    ),
    color: colour,
    icon,
    autoClose,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="sm" c="dimmed">
          {text}
        </Text>
        {action !== undefined && (
          <Button
            size="compact-sm"
            variant="light"
            style={{ flex: 'none' }}
            onClick={() => {
              notifications.hide(id);
              action.act();
            }}
          >
            {action.label}
          </Button>
        )}
      </Group>
    ),
  });
}

/** Short messages in the corner. They never hold the only copy of anything. */
export const toast = {
  done(title: string, text = '', action?: Action): void {
    show({ title, text, colour: 'tide', icon: <IconCheck size={18} />, action, autoClose: action === undefined ? 4_000 : 8_000 });
  },
  problem(title: string, text = '', action?: Action): void {
    show({ title, text, colour: 'orange', icon: <IconAlertTriangle size={18} />, action, autoClose: 12_000 });
  },
  /** Shows what a call threw, in plain words. */
  failure(error: unknown): void {
    const { message, hint } = explain(error);
    toast.problem(message, hint);
  },
};

/** Runs a call and says so when it fails; answers null then. */
export async function attempt<Result>(call: Promise<Result>): Promise<Result | null> {
  try {
    return await call;
  } catch (error) {
    toast.failure(error);
    return null;
  }
}
