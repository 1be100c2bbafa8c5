import { Badge } from '@mantine/core';
import type { PostState } from '../../shared/publish/postState.ts';
import { postStates } from '../words/postStates.ts';

export function StateBadge({ state }: { state: PostState }) {
  const { label, colour } = postStates[state];
  return (
    <Badge variant="dot" color={colour} tt="none" miw={112} styles={{ label: { textAlign: 'left' } }}>
      {label}
    </Badge>
  );
}
