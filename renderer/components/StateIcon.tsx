import {
  IconAlertTriangleFilled,
  IconBan,
  IconCircleCheckFilled,
  IconClock,
  IconEye,
  IconHandStop,
  IconHourglass,
  IconPencil,
  IconUpload,
} from '@tabler/icons-react';
import type { PostState } from '../../shared/publish/postState.ts';

/** A shape for each state, so that colour never stands alone. */
const icons: Readonly<Record<PostState, typeof IconClock>> = {
  draft: IconPencil,
  'awaiting-approval': IconEye,
  scheduled: IconClock,
  sending: IconUpload,
  sent: IconHourglass,
  live: IconCircleCheckFilled,
  'needs-you': IconHandStop,
  failed: IconAlertTriangleFilled,
  cancelled: IconBan,
};

export function StateIcon({ state, size = 13 }: { state: PostState; size?: number }) {
  const Icon = icons[state];
  return <Icon size={size} stroke={2} aria-hidden style={{ flex: 'none' }} />;
}
