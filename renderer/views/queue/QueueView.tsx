export function QueueView({ postId }: { postId: string | null }) {
  return <div>{postId}</div>;
}
