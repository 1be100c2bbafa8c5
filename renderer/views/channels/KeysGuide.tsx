import { Anchor, Button, Group, Stack, Stepper, Text, Title } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import type { SetupStep } from '../../../shared/contract/channels.ts';
import { CopyLine } from '../../components/CopyLine.tsx';
import { signInFlow, type SetupGuide } from '../../state/signInFlow.ts';
import { CheckStep } from './CheckStep.tsx';
import { KeysForm } from './KeysForm.tsx';
import classes from './channels.module.css';

/** Steps that are done in this dialog and not at the platform. */
const KEYS = 'keys';
const SIGN_IN = 'sign-in';

/** The way to the creator's own keys and through the first sign-in, step by step. */
export function KeysGuide({ guide }: { guide: SetupGuide }) {
  const keysAt = Math.max(
    0,
    guide.steps.findIndex(({ id }) => id === KEYS),
  );
  const [at, setAt] = useState(guide.keysStored ? keysAt : 0);
  const step = guide.steps[at];
  const next = guide.steps[at + 1];
  const signIn = (): void => void signInFlow.getState().begin();
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {guide.intro}
      </Text>
      <div className={classes.guide}>
        <Stepper
          active={at}
          onStepClick={setAt}
          orientation="vertical"
          size="xs"
          iconSize={26}
          classNames={{
            step: classes.step ?? '',
            stepLabel: classes['step-label'] ?? '',
            verticalSeparator: classes['between-steps'] ?? '',
          }}
          aria-label={`Steps to set up ${guide.label}`}
        >
          {guide.steps.map(({ id, title }, index) => (
            <Stepper.Step key={id} label={title} aria-current={index === at ? 'step' : undefined} />
          ))}
        </Stepper>
        {step !== undefined && (
          <Stack gap="sm" role="group" aria-label={`Step ${at + 1}: ${step.title}`}>
            <Step key={step.id} step={step} guide={guide} />
            {step.id === SIGN_IN && (
              <Button w="fit-content" disabled={!guide.keysStored} onClick={signIn}>
                Sign in to {guide.label}
              </Button>
            )}
            <Group justify="space-between" mt="md">
              <Button variant="default" disabled={at === 0} onClick={() => setAt(at - 1)}>
                Back
              </Button>
              {next === undefined ? (
                <Button disabled={!guide.keysStored} onClick={signIn}>
                  Go on to the sign-in
                </Button>
              ) : (
                <Button variant={step.id === SIGN_IN ? 'default' : 'filled'} onClick={() => setAt(at + 1)}>
                  Next step
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </div>
    </Stack>
  );
}

function Step({ step, guide }: { step: SetupStep; guide: SetupGuide }) {
  return (
    <>
      <Title order={3}>{step.title}</Title>
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {step.text}
      </Text>
      {step.link !== null && (
        <Anchor href={step.link} target="_blank" rel="noreferrer" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {step.link} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: -2 }} />
        </Anchor>
      )}
      {step.copy.map(({ label, value }) => (
        <CopyLine key={`${label}-${value}`} label={label} value={value} />
      ))}
      {step.id === KEYS && <KeysForm guide={guide} />}
      {step.checkable && <CheckStep platform={guide.platform} step={step.id} />}
    </>
  );
}
