import { Anchor, Button, Group, Stack, Stepper, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import type { SetupStep } from '../../../shared/contract/channels.ts';
import { CopyLine } from '../../components/CopyLine.tsx';
import { signInFlow, type SetupGuide } from '../../state/signInFlow.ts';
import { CheckStep } from './CheckStep.tsx';
import { KeysForm } from './KeysForm.tsx';

/** The way to the creator's own keys, step by step; the keys themselves come last. */
export function KeysGuide({ guide }: { guide: SetupGuide }) {
  const last = guide.steps.length;
  const [at, setAt] = useState(guide.keysStored ? last : 0);
  const step = guide.steps[at];
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {guide.intro}
      </Text>
      <Stepper
        active={at}
        onStepClick={setAt}
        orientation="vertical"
        size="xs"
        iconSize={28}
        aria-label={`Steps to set up ${guide.label}`}
        styles={{ steps: { gap: 0 } }}
      >
        {guide.steps.map(({ id, title }, index) => (
          <Stepper.Step key={id} label={title} aria-current={index === at ? 'step' : undefined} />
        ))}
        <Stepper.Step label="Paste your keys here" aria-current={at === last ? 'step' : undefined} />
      </Stepper>
      <Stack gap="sm" p="md" style={{ border: '1px solid var(--tide-line)', borderRadius: 12 }} role="group" aria-label="This step">
        {step === undefined ? <KeysForm guide={guide} /> : <Step key={step.id} step={step} guide={guide} />}
      </Stack>
      <Group justify="space-between">
        <Button variant="default" disabled={at === 0} onClick={() => setAt(at - 1)}>
          Back
        </Button>
        {at < last ? (
          <Button onClick={() => setAt(at + 1)}>Next step</Button>
        ) : (
          <Button disabled={!guide.keysStored} onClick={() => void signInFlow.getState().begin()}>
            Go on to the sign-in
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Step({ step, guide }: { step: SetupStep; guide: SetupGuide }) {
  return (
    <>
      <Text fw={600}>{step.title}</Text>
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {step.text}
      </Text>
      {step.link !== null && (
        <Anchor href={step.link} target="_blank" rel="noreferrer" size="sm" w="fit-content">
          {step.link} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: -2 }} />
        </Anchor>
      )}
      {step.copy.map(({ label, value }) => (
        <CopyLine key={label} label={label} value={value} />
      ))}
      {step.checkable && <CheckStep platform={guide.platform} step={step.id} />}
    </>
  );
}
