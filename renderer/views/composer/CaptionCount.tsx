import { Text } from '@mantine/core';
import { countCaption } from '../../../shared/publish/countCaption.ts';

type Props = { label: string; platform: string; max: number | null; caption: string };

/** How long a caption is by one platform's rule, and how long it may be. */
export function CaptionCount({ label, platform, max, caption }: Props) {
  const used = countCaption(platform, caption);
  const over = max !== null && used > max;
  return (
    <Text size="xs" c={over ? 'orange' : 'dimmed'}>
      {label}: {used.toLocaleString('en')}
      {max !== null && ` of ${max.toLocaleString('en')}`}
      {platform === 'youtube' && ' bytes'}
      {over && ` · ${(used - max).toLocaleString('en')} too long`}
    </Text>
  );
}
