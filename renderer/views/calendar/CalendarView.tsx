import { Title } from '@mantine/core';
import { openRoute } from '../../state/route.ts';
import { PostDrawer } from '../queue/PostDrawer.tsx';

/** When everything goes out. */
export function CalendarView({ postId }: { postId: string | null }) {
  return (
    <>
      <Title order={1}>Calendar</Title>
      <PostDrawer postId={postId} onClose={() => openRoute({ view: 'calendar', postId: null })} />
    </>
  );
}
