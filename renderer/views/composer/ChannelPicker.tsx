import { Anchor, Checkbox, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { composer } from '../../state/composer.ts';
import { library } from '../../state/library.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { useChannelName } from '../../state/useChannelName.ts';
import type { Chosen } from '../../state/useChosen.ts';
import { platformName } from '../../words/platformName.ts';
import { standings } from '../../words/channelWords.ts';
import classes from './composer.module.css';

/** Which channels the film goes to. */
export function ChannelPicker({ chosen }: { chosen: readonly Chosen[] }) {
  const channels = useStore(library, (state) => state.channels);
  const nameOf = useChannelName();
  const all = [...channels.values()].filter(
    ({ id, standing }) => standing !== 'signed-out' || chosen.some(({ channel }) => channel.id === id),
  );
  return (
    <Checkbox.Group
      label="Channels"
      value={chosen.map(({ channel }) => channel.id)}
      onChange={(channelIds) => composer.getState().change({ channelIds })}
    >
      <div className={classes.channels}>
        {all.map((channel) => {
          const notes = [
            channel.platform === 'practice' ? 'nobody sees it' : channel.handle || platformName(channel.platform),
            channel.standing === 'ready' ? null : standings[channel.standing].label.toLowerCase(),
            channel.paused && channel.standing === 'ready' ? 'paused' : null,
          ];
          return (
            <Checkbox
              key={channel.id}
              value={channel.id}
              aria-label={nameOf(channel.id)}
              className={classes.channel}
              label={
                <span className={classes.line}>
                  <PlatformIcon platform={channel.platform} size={16} /> {channel.name}
                </span>
              }
              description={notes.filter((note) => note !== null).join(' · ')}
            />
          );
        })}
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        Each channel gets a post of its own; what goes wrong on one never holds up another.{' '}
        <Anchor component="button" type="button" size="xs" underline="always" onClick={() => signInFlow.getState().open()}>
          Add an account
        </Anchor>
      </Text>
    </Checkbox.Group>
  );
}
