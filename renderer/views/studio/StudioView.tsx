export function StudioView({ projectId }: { projectId: string | null }) {
  return <div>{projectId}</div>;
}
