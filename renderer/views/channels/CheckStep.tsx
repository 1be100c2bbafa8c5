import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { RemotePlatform } from '../../../shared/publish/postOptions.ts';
import { explain } from '../../link/explain.ts';
import { studio, type StudioClient } from '../../link/studioClient.ts';

type Answer = Awaited<ReturnType<StudioClient['setup']['check']>>;

type Props = { platform: RemotePlatform; step: string; onChecked: (right: boolean) => void };

/** Looks whether a step was done right and says what is wrong, in place. */
export function CheckStep({ platform, step, onChecked }: Props) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [busy, setBusy] = useState(false);
  const look = async (): Promise<void> => {
    setBusy(true);
    try {
      const found = await studio.setup.check({ platform, step });
      setAnswer(found);
      onChecked(found.ok);
    } catch (error) {
      const { message, hint } = explain(error);
      setAnswer({ ok: false, message, cure: hint });
    }
    setBusy(false);
  };
  return (
    <>
      <Group>
        <Button size="xs" variant="light" loading={busy} onClick={() => void look()}>
          Check this step
        </Button>
      </Group>
      <div aria-live="polite">
        {answer !== null && (
          <Alert
            color={answer.ok ? 'tide' : 'orange'}
            icon={answer.ok ? <IconCircleCheck size={18} /> : <IconAlertTriangle size={18} />}
            title={answer.message}
          >
            {answer.cure}
          </Alert>
        )}
      </div>
    </>
  );
}
