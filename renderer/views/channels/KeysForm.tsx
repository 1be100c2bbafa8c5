import { Alert, Button, Group, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { signInFlow, type SetupGuide } from '../../state/signInFlow.ts';

/** The keys themselves: they go into the secret store and never come back, so the fields always begin empty. */
export function KeysForm({ guide }: { guide: SetupGuide }) {
  const busy = useStore(signInFlow, (state) => state.busy);
  const firstChoices = guide.fields.flatMap(({ name, choices }) => (choices[0] === undefined ? [] : [[name, choices[0].value] as const]));
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(firstChoices));
  const [replacing, setReplacing] = useState(false);
  const put = (name: string, value: string): void => setValues({ ...values, [name]: value });
  const filled = guide.fields.every(({ name, optional }) => optional || (values[name] ?? '').trim() !== '');
  const store = async (): Promise<void> => {
    const given = Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
    );
    if (!(await signInFlow.getState().storeKeys(given))) return;
    setValues(Object.fromEntries(firstChoices));
    setReplacing(false);
  };
  if (guide.keysStored && !replacing)
    return (
      <Stack gap="sm">
        <Alert color="tide" icon={<IconCircleCheck size={18} />} title={`Your ${guide.label} keys are stored`}>
          They are kept where this computer keeps passwords, and are never shown again.
        </Alert>
        <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => setReplacing(true)}>
          Replace them
        </Button>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      <Stack gap="sm">
        {guide.fields.map(({ name, label, secret, optional, help, choices }) => {
          const shared = { label, description: help, required: !optional, value: values[name] ?? '' };
          if (choices.length > 0)
            return (
              <Radio.Group key={name} {...shared} onChange={(value) => put(name, value)}>
                <Group mt={6}>
                  {choices.map((choice) => (
                    <Radio key={choice.value} value={choice.value} label={choice.label} />
                  ))}
                </Group>
              </Radio.Group>
            );
          if (!secret)
            return (
              <TextInput
                key={name}
                {...shared}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => put(name, event.currentTarget.value)}
              />
            );
          return (
            <PasswordInput
              key={name}
              {...shared}
              autoComplete="off"
              visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${label}` }}
              onChange={(event) => put(name, event.currentTarget.value)}
            />
          );
        })}
        <Group>
          <Button type="submit" loading={busy} disabled={!filled}>
            Store keys
          </Button>
          {replacing && (
            <Button variant="default" onClick={() => setReplacing(false)}>
              Keep the old ones
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
