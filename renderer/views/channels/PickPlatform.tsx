import { SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { RemotePlatform } from '../../../shared/publish/postOptions.ts';
import { PlatformIcon } from '../../components/PlatformIcon.tsx';
import { signInFlow } from '../../state/signInFlow.ts';
import { platformName } from '../../words/platformName.ts';
import classes from './channels.module.css';

const notes: Readonly<Record<RemotePlatform, string>> = {
  tiktok: 'Needs a TikTok developer app of your own. Until TikTok audits it, films go to your TikTok inbox or are private.',
  youtube: 'Needs a Google Cloud project of your own. Films up to 3 minutes become Shorts.',
  instagram: 'Needs a professional account and a Meta app of your own. Films become reels.',
  x: 'Needs an X developer app of your own. X charges for every post.',
};

export function PickPlatform() {
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Your films go straight from this computer to the platform, with keys that are yours. Nobody stands between.
      </Text>
      <SimpleGrid cols={2}>
        {RemotePlatform.options.map((platform) => (
          <UnstyledButton key={platform} className={classes.pick} onClick={() => void signInFlow.getState().choose(platform)}>
            <PlatformIcon platform={platform} size={26} />
            <Text fw={600} mt={6}>
              {platformName(platform)}
            </Text>
            <Text size="xs" c="dimmed">
              {notes[platform]}
            </Text>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
