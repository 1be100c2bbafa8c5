import { Alert, Anchor, Badge, Button, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Channel } from '../../../shared/contract/channels.ts';
import { RemotePlatform } from '../../../shared/publish/postOptions.ts';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { attempt } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { turnToTimes } from '../../state/calendarPart.ts';
import { library } from '../../state/library.ts';
import { openRoute, routeAddress } from '../../state/route.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { platformName } from '../../words/platformName.ts';
import { useTimes } from '../../state/useTimes.ts';
import { useWaiting } from '../../state/useWaiting.ts';
import { describeSignInEnd, standings } from '../../words/channelWords.ts';
import { DefaultsDialog } from './DefaultsDialog.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';
import classes from './channels.module.css';

/** Moves the switch at once; a refusal moves it back. */
async function pause(channel: Channel, paused: boolean): Promise<void> {
  const put = (value: Channel): void => library.setState((state) => ({ channels: new Map(state.channels).set(value.id, value) }));
  put({ ...channel, paused });
  put((await attempt(studio.channels.pause({ channelId: channel.id, paused }))) ?? channel);
}

/** An account: how it stands, what waits for it, and what can be done about it. */
export function ChannelCard({ channel, wanted }: { channel: Channel; wanted: boolean }) {
  const card = useRef<HTMLElement>(null);
  const [dialog, setDialog] = useState<'defaults' | 'sign-out' | null>(null);
  const timeOf = useTimes();
  const waiting = useWaiting(channel.id);
  useEffect(() => {
    if (wanted) card.current?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const remote = RemotePlatform.safeParse(channel.platform).data;
  const label = platformName(channel.platform);
  const standing = standings[channel.standing];
  const end = describeSignInEnd(channel, timeOf);
  const signIn = (): void => void (remote !== undefined && signInFlow.getState().choose(remote));
  const title = `${label}: ${channel.name}`;
  return (
    <section ref={card} className={classes.card} aria-label={title} {...(wanted && { 'data-wanted': true })}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Group gap="md" wrap="nowrap" align="flex-start">
          <div className={classes.mark}>
            <PlatformIcon platform={channel.platform} size={24} />
          </div>
          <div>
            <Group gap="xs">
              <Title order={2}>{channel.name}</Title>
              {remote !== undefined && (
                <Badge variant="dot" color={standing.colour} tt="none">
                  {standing.label}
                </Badge>
              )}
            </Group>
            <Text size="sm" c="dimmed">
              {remote === undefined
                ? 'Behaves like a real platform, but nobody sees it'
                : `${label}${channel.handle === '' ? '' : ` · ${channel.handle}`}`}
            </Text>
          </div>
        </Group>
        <Switch
          label="Paused"
          labelPosition="left"
          aria-label={`Paused: ${channel.name}`}
          checked={channel.paused}
          onChange={(event) => void pause(channel, event.currentTarget.checked)}
        />
      </Group>
      <Stack gap="xs" mt="sm">
        {channel.standing === 'sign-in' && (
          <Alert color="orange" icon={<IconAlertTriangle size={18} />} py="xs">
            <Group justify="space-between">
              <Text size="sm">{channel.reason ?? `${label} wants you to sign in again.`} Nothing is lost; posts wait for you.</Text>
              <Button size="compact-sm" onClick={signIn}>
                Sign in again
              </Button>
            </Group>
          </Alert>
        )}
        {channel.paused && channel.standing !== 'sign-in' && (
          <Alert color="yellow" py="xs">
            {channel.reason ?? 'Nothing goes out on this channel while it is paused.'}
          </Alert>
        )}
        {channel.notes.map((note) => (
          <Group key={note} gap={6} wrap="nowrap" align="flex-start">
            <IconInfoCircle size={16} aria-hidden style={{ flex: 'none', marginTop: 3 }} />
            <Text size="sm">{note}</Text>
          </Group>
        ))}
        {remote === undefined && (
          <Text size="sm">
            Try everything here first: uploads, refusals, lost answers.{' '}
            <Anchor href={routeAddress({ view: 'settings' })} size="sm" underline="always">
              How moody it is, you set in Settings.
            </Anchor>
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {[waiting, end].filter((words) => words !== null).join(' · ')}
        </Text>
      </Stack>
      <Group gap="xs" mt="md">
        {channel.standing === 'signed-out' && (
          <Button size="xs" onClick={signIn}>
            Sign in
          </Button>
        )}
        {remote !== undefined && (
          <Button size="xs" variant="default" onClick={() => setDialog('defaults')}>
            What new posts begin with…
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          component="a"
          href={routeAddress({ view: 'calendar', postId: null })}
          onClick={() => turnToTimes(channel.id)}
        >
          Posting times
        </Button>
        <Button size="xs" variant="default" onClick={() => openRoute({ view: 'channels', channelId: 'limits' })}>
          Limits
        </Button>
        {remote !== undefined && channel.standing === 'ready' && (
          <Button size="xs" variant="subtle" onClick={signIn}>
            Sign in again
          </Button>
        )}
        {remote !== undefined && channel.standing !== 'signed-out' && (
          <Button size="xs" variant="subtle" color="orange" onClick={() => setDialog('sign-out')}>
            Sign out…
          </Button>
        )}
      </Group>
      {dialog === 'defaults' && <DefaultsDialog channel={channel} onClose={() => setDialog(null)} />}
      {dialog === 'sign-out' && <SignOutDialog channel={channel} label={label} waiting={waiting} onClose={() => setDialog(null)} />}
    </section>
  );
}
