import { Alert, Button, Group, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useState } from 'react';
import type { PostDetail } from '../../../shared/contract/posts.ts';
import { mediaAddress } from '../../link/mediaAddress.ts';

/** The film that goes out, or went, wherever it came from. */
export function PostFilm({ post, onChoose }: { post: PostDetail; onChoose: (() => void) | null }) {
  const [gone, setGone] = useState(false);
  if (!post.hasFilm)
    return (
      <Alert color="yellow" icon={<IconMovie size={18} />} py="sm">
        <Group justify="space-between">
          <Text size="sm">This draft has words but no film yet.</Text>
          {onChoose !== null && (
            <Button size="compact-sm" onClick={onChoose}>
              Choose a film
            </Button>
          )}
        </Group>
      </Alert>
    );
  return (
    <div>
      {gone ? (
        <Text size="sm" c="dimmed">
          The film cannot be shown: its file is not where it was{post.videoPath === null ? '' : ` (${post.videoPath})`}.
        </Text>
      ) : (
        <video
          key={post.contentHash}
          src={mediaAddress.post(post.id)}
          controls
          preload="metadata"
          aria-label={`Film of ${post.title}`}
          style={{ maxHeight: 380, width: '100%', borderRadius: 10, background: '#000' }}
          onError={() => setGone(true)}
        />
      )}
      {onChoose !== null && (
        <Button size="compact-sm" variant="subtle" mt={4} onClick={onChoose}>
          Choose another film…
        </Button>
      )}
    </div>
  );
}
