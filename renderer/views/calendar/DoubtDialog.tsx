import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { calendar } from '../../state/calendar.ts';
import { calendarActions } from '../../state/calendarActions.ts';
import { useTimes } from '../../state/useTimes.ts';
import { inSentence } from '../../words/inSentence.ts';

/** A post was put where the plan speaks against it: the creator decides. */
export function DoubtDialog() {
  const doubt = useStore(calendar, (state) => state.doubt);
  const timeOf = useTimes();
  const { putBack } = calendar.getState();
  return (
    <Modal opened={doubt !== null} onClose={putBack} title="Move it there?">
      {doubt !== null && (
        <Stack gap="md">
          <Text>
            “{doubt.post.title}” would go out <b>{inSentence(timeOf(doubt.at))}</b>.
          </Text>
          {doubt.warnings.map(({ code, message }) => (
            <Alert key={code} color="yellow" py="xs">
              {message}
            </Alert>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={putBack} data-autofocus>
              Put back
            </Button>
            <Button onClick={() => void calendarActions.move(doubt.post, doubt.at, { sure: true })}>Move anyway</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
