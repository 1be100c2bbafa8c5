import type { StudioClient } from '../link/studioClient.ts';

type Lost = {
  readonly assetId: string;
  /** Whether the shelf knows it and only its file is gone. */
  readonly onShelf: boolean;
  /** The project that misses it; null on the recording's own page. */
  readonly projectId: string | null;
};

/**
 * Takes the file at `path` for a missing one. A recording that came with a project file from another computer is not on this
 * shelf: it goes there first, and reading the project once more then finds it by its content.
 * @throws Error with a sentence for people when the file is another one.
 */
export async function bringMedia(client: Pick<StudioClient, 'assets' | 'projects'>, lost: Lost, path: string): Promise<void> {
  if (lost.onShelf || lost.projectId === null) {
    await client.assets.relink({ assetId: lost.assetId, path });
    return;
  }
  const { asset } = await client.assets.import({ path });
  const { json } = await client.projects.export({ projectId: lost.projectId });
  const { project } = await client.projects.import({ json });
  if (project.missing.includes(lost.assetId))
    throw new Error(`“${asset.name}” is another recording: its content is different. It is on the shelf now; the project is as it was.`);
}
