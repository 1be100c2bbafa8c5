import { Text } from '@mantine/core';
import type { PostOptions } from '../../../../shared/publish/postOptions.ts';
import { unreachable } from '../../../../shared/unreachable.ts';
import { InstagramForm } from './InstagramForm.tsx';
import { TiktokForm } from './TiktokForm.tsx';
import type { OptionsProps } from './types.ts';
import { XForm } from './XForm.tsx';
import { YoutubeForm } from './YoutubeForm.tsx';

type Props = Omit<OptionsProps<'practice'>, 'options' | 'onChange'> & {
  options: PostOptions;
  onChange: (options: PostOptions) => void;
};

/** The options of whichever platform it is. */
export function OptionsForm({ options, ...rest }: Props) {
  switch (options.platform) {
    case 'tiktok':
      return <TiktokForm options={options} {...rest} />;
    case 'youtube':
      return <YoutubeForm options={options} {...rest} />;
    case 'instagram':
      return <InstagramForm options={options} {...rest} />;
    case 'x':
      return <XForm options={options} {...rest} />;
    case 'practice':
      return (
        <Text size="sm" c="dimmed">
          Practice has nothing to choose.
        </Text>
      );
    default:
      return unreachable(options);
  }
}
