import { Anchor, Button, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconCheck, IconExternalLink } from '@tabler/icons-react';
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
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const step = guide.steps[at];
  const next = guide.steps[at + 1];
  const signIn = (): void => void signInFlow.getState().begin();
  const mark = (id: string, right: boolean): void =>
    setDone((before) => new Set([...before].filter((one) => one !== id).concat(right ? id : [])));
  // A tick is a fact: what can be looked at was found right; of the rest the creator said so by going on.
  const isDone = ({ id }: SetupStep): boolean => (id === KEYS ? guide.keysStored : done.has(id));
  const goOn = ({ id, checkable }: SetupStep): void => {
    if (!checkable) mark(id, true);
    setAt(at + 1);
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {guide.intro}
      </Text>
      <div className={classes.guide}>
        <ol className={classes.steps} aria-label={`Steps to set up ${guide.label}`}>
          {guide.steps.map((one, index) => (
            <li key={one.id}>
              <UnstyledButton className={classes.step} aria-current={index === at ? 'step' : undefined} onClick={() => setAt(index)}>
                <span className={classes.number} data-done={isDone(one) || undefined}>
                  {isDone(one) ? <IconCheck size={15} role="img" aria-label="Done:" /> : index + 1}
                </span>
                {one.title}
              </UnstyledButton>
            </li>
          ))}
        </ol>
        {step !== undefined && (
          <Stack gap="sm" role="group" aria-label={`Step ${at + 1}: ${step.title}`}>
            <Step key={step.id} step={step} guide={guide} onChecked={(right) => mark(step.id, right)} />
            {step.id === SIGN_IN && (
              <Button w="fit-content" disabled={!guide.keysStored} onClick={signIn}>
                Sign in to {guide.label}
              </Button>
            )}
            {(step.id === SIGN_IN || next === undefined) && !guide.keysStored && (
              <Text size="sm" c="dimmed">
                To sign in, store the keys first:{' '}
                <Anchor component="button" type="button" size="sm" underline="always" onClick={() => setAt(keysAt)}>
                  step {keysAt + 1}
                </Anchor>
                .
              </Text>
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
                <Button variant={step.id === SIGN_IN ? 'default' : 'filled'} onClick={() => goOn(step)}>
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

type StepProps = { step: SetupStep; guide: SetupGuide; onChecked: (right: boolean) => void };

function Step({ step, guide, onChecked }: StepProps) {
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
      {/* what was found before the keys were stored says nothing any more */}
      {step.checkable && <CheckStep key={String(guide.keysStored)} platform={guide.platform} step={step.id} onChecked={onChecked} />}
    </>
  );
}
