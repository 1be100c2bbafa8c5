import { ActionIcon, Badge, Group, Loader, Menu, Stack, Text, Title } from '@mantine/core';
import { IconDots, IconMusic, IconPhoto, IconTrash, IconVideo } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { Asset } from '../../../shared/contract/assets.ts';
import { JobProgress } from '../../components/JobProgress.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { routeAddress } from '../../state/route.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import classes from './make.module.css';

const kindIcon = { video: IconVideo, audio: IconMusic, image: IconPhoto };

async function removeAsset(asset: Asset): Promise<void> {
  const removed = await attempt(studio.assets.remove({ assetId: asset.id }));
  if (removed === null) return;
  toast.done(`“${asset.name}” was taken off the shelf`, 'The file itself was not touched.', {
    label: 'Undo',
    act: () => void attempt(studio.assets.restore({ assetId: asset.id })),
  });
}

/** All recordings, newest first. */
export function Shelf() {
  const assets = useStore(library, (state) => state.assets);
  if (assets.size === 0) return null;
  const sorted = [...assets.values()].sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1));
  return (
    <section aria-labelledby="shelf-title">
      <Title order={2} id="shelf-title" mb="md">
        Your recordings
      </Title>
      <ul className={classes.shelf}>
        {sorted.map((asset) => (
          <li key={asset.id}>
            <AssetCard asset={asset} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function AssetCard({ asset }: { asset: Asset }) {
  const job = useStore(library, ({ jobs }) => [...jobs.values()].find(({ subject, state }) => subject === asset.id && state !== 'dead'));
  const Icon = kindIcon[asset.kind];
  return (
    <article className={classes.card} aria-label={asset.name}>
      <div className={classes.poster}>
        <Icon size={30} stroke={1.4} aria-hidden />
        {asset.hasPoster && <img src={mediaAddress.poster(asset.id)} alt="" loading="lazy" />}
        {asset.seconds > 0 && <span className={classes.length}>{formatSeconds(asset.seconds)}</span>}
      </div>
      <Stack gap={6} p="sm" flex={1}>
        <Group gap={4} wrap="nowrap" justify="space-between">
          <a className={classes.open} href={routeAddress({ view: 'make', assetId: asset.id })} title={asset.name}>
            {asset.name}
          </a>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon className={classes.above} variant="subtle" color="gray" size="sm" aria-label={`More about ${asset.name}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => void removeAsset(asset)}>
                Take off the shelf
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
        <AssetState asset={asset} />
        {job !== undefined && (
          <div className={classes.above}>
            <JobProgress job={job} />
          </div>
        )}
      </Stack>
    </article>
  );
}

function AssetState({ asset }: { asset: Asset }) {
  if (asset.state === 'broken')
    return (
      <Text size="xs" c="orange">
        {asset.problem ?? 'This file cannot be read.'}
      </Text>
    );
  if (!asset.present)
    return (
      <Text size="xs" c="orange">
        The file is no longer where it was.
      </Text>
    );
  return (
    <Group gap={6}>
      {asset.transcript.state === 'ready' && (
        <Badge size="sm" variant="light" tt="none">
          {asset.transcript.words} words
        </Badge>
      )}
      {asset.transcript.state === 'working' && <Loader size={12} role="status" aria-label="Listening" />}
      <Text size="xs" c="dimmed">
        {asset.kind === 'audio' ? 'Sound' : `${asset.width} × ${asset.height}`}
        {asset.details.hdr && ' · HDR'}
      </Text>
    </Group>
  );
}
