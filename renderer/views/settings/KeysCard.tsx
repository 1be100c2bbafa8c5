import { Alert, Badge, Button, Group, Loader, PasswordInput, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { attempt, toast } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';

type Keys = Awaited<ReturnType<StudioClient['keys']['list']>>;

/** Where keys are kept and which there are. Their values go in and never come back. */
export function KeysCard() {
  const [keys, setKeys] = useState<Keys | null>(null);
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void attempt(studio.keys.list()).then(setKeys);
  }, []);
  const save = async (): Promise<void> => {
    setBusy(true);
    const stored = await attempt(studio.keys.set({ name: 'openai', value: { apiKey: value.trim() } }));
    setBusy(false);
    if (stored === null) return;
    setValue('');
    toast.done('The OpenAI key is stored');
    setKeys(await attempt(studio.keys.list()));
  };
  const remove = async (): Promise<void> => {
    if ((await attempt(studio.keys.remove({ name: 'openai' }))) === null) return;
    toast.done('The OpenAI key is removed', 'Paste it again to bring it back; it is kept nowhere else.');
    setKeys(await attempt(studio.keys.list()));
  };
  if (keys === null) return <Loader size="sm" />;
  const known = keys.names.includes('openai');
  return (
    <Stack gap="md">
      {keys.ready ? (
        <Text size="sm" c="dimmed">
          Keys are kept in: {keys.store}. They never leave this computer except to the service they belong to.
        </Text>
      ) : (
        <Alert color="orange" icon={<IconKey size={18} />} title="Keys cannot be stored yet">
          {keys.why}
        </Alert>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Group align="flex-end">
          <PasswordInput
            flex={1}
            label="OpenAI key"
            description="For listening to recordings (Whisper). Prices are shown before anything is spent."
            placeholder={known ? 'A key is stored; paste another to replace it' : 'sk-…'}
            value={value}
            disabled={!keys.ready}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the key' }}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} disabled={value.trim() === ''}>
            Store key
          </Button>
        </Group>
      </form>
      {keys.names.length > 0 && (
        <Group gap="xs">
          <Text size="sm">Stored:</Text>
          {keys.names.map((name) => (
            <Badge key={name} variant="light" tt="none">
              {name}
            </Badge>
          ))}
          {known && (
            <Button size="compact-xs" variant="subtle" color="orange" onClick={() => void remove()}>
              Remove the OpenAI key
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}
