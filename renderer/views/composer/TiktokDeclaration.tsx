import { Anchor, Text } from '@mantine/core';
import type { OptionsOf } from '../../../shared/publish/postOptions.ts';

/** The sentence TikTok wants beside the button that posts. Its words are TikTok's own. */
export function TiktokDeclaration({ options, account }: { options: OptionsOf<'tiktok'>; account: string }) {
  if (options.mode === 'inbox')
    return (
      <Text size="xs" c="dimmed">
        TikTok puts it into the inbox of <b>{account}</b>; you finish it in the app.
      </Text>
    );
  return (
    <Text size="xs" c="dimmed">
      For <b>{account}</b>: By posting, you agree to TikTok’s{' '}
      {options.brandedContent && (
        <>
          <Anchor
            href="https://www.tiktok.com/legal/page/global/bc-policy/en"
            target="_blank"
            rel="noreferrer"
            size="xs"
            underline="always"
          >
            Branded Content Policy
          </Anchor>{' '}
          and{' '}
        </>
      )}
      <Anchor
        href="https://www.tiktok.com/legal/page/global/music-usage-confirmation/en"
        target="_blank"
        rel="noreferrer"
        size="xs"
        underline="always"
      >
        Music Usage Confirmation
      </Anchor>
      . After posting, TikTok may take a few minutes to process it before it shows on your profile.
    </Text>
  );
}
