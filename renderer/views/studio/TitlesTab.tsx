import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { IconPhotoPlus, IconTextPlus, IconTrash, IconCards } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { Overlay } from '../../../shared/timeline/document.ts';
import { PickFile } from '../../components/PickFile.tsx';
import { toast } from '../../components/toast.tsx';
import { importFile } from '../../state/imports.ts';
import { library } from '../../state/library.ts';
import { newId } from '../../state/newId.ts';
import { formatSeconds } from '../../words/formatSeconds.ts';
import { assetRefOf } from './addToTimeline.ts';
import { OverlayForm } from './OverlayForm.tsx';
import { useDocument, useSession, type Session } from './session.ts';
import classes from './studio.module.css';

const SECONDS = 3;

/** Lays an overlay down at the playhead and selects it. */
function addOverlay({ editor, tools }: Session, overlay: Overlay): void {
  editor.edit({ type: 'addOverlay', overlay });
  tools.setState({ selectedId: overlay.id });
}

async function addPicture(session: Session, file: File): Promise<void> {
  const assetId = await importFile(file);
  const asset = assetId === null ? undefined : library.getState().assets.get(assetId);
  const document = session.editor.store.getState().document;
  if (asset === undefined || document === null) return toast.problem(`“${file.name}” could not be added`, 'Choose a PNG or JPEG picture.');
  if (asset.kind !== 'image') return toast.problem(`“${file.name}” is not a picture`, 'It is on the shelf now; add it in the Media tab.');
  session.editor.edit({ type: 'addAsset', asset: assetRefOf(asset), words: [] });
  return addOverlay(session, {
    id: newId(),
    kind: 'image',
    assetId: asset.id,
    start: session.player.store.getState().frame,
    length: document.fps * SECONDS,
    x: 0.5,
    y: 0.3,
    width: 0.4,
    opacity: 1,
  });
}

/** Texts, cards and pictures on top of the film. */
export function TitlesTab() {
  const session = useSession();
  const { overlays, fps, captions, assets } = useDocument();
  const selectedId = useStore(session.tools, (state) => state.selectedId);
  const at = () => ({ id: newId(), start: session.player.store.getState().frame, length: fps * SECONDS, x: 0.5 });
  const selected = overlays.find(({ id }) => id === selectedId);
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          leftSection={<IconTextPlus size={15} />}
          onClick={() =>
            addOverlay(session, {
              ...at(),
              kind: 'text',
              y: 0.2,
              text: 'Your title',
              font: captions.look.font,
              size: 0.05,
              colour: '#ffffff',
              background: '#000000b3',
            })
          }
        >
          Add title
        </Button>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconCards size={15} />}
          onClick={() =>
            addOverlay(session, {
              ...at(),
              kind: 'card',
              y: 0.35,
              title: 'Three things',
              lines: ['First', 'Second', 'Third'],
              width: 0.8,
              accent: '#41b7bc',
            })
          }
        >
          Add card
        </Button>
        <PickFile
          accept="image/png,image/jpeg"
          label="Picture to lay over"
          onPick={(files) => files[0] !== undefined && void addPicture(session, files[0])}
        >
          {(open) => (
            <Button size="xs" variant="light" leftSection={<IconPhotoPlus size={15} />} onClick={open}>
              Add picture…
            </Button>
          )}
        </PickFile>
      </Group>
      {overlays.length === 0 && (
        <Text c="dimmed" size="sm">
          A title in the first second tells people why to stay. New ones begin at the playhead.
        </Text>
      )}
      {overlays.map((overlay) => {
        const name =
          overlay.kind === 'text' ? overlay.text : overlay.kind === 'card' ? overlay.title : (assets[overlay.assetId]?.name ?? 'Picture');
        return (
          <div key={overlay.id} className={classes.row} data-selected={overlay.id === selectedId}>
            <Group justify="space-between" wrap="nowrap">
              <Button
                variant="transparent"
                color="gray"
                p={0}
                h="auto"
                aria-expanded={overlay === selected}
                styles={{ label: { whiteSpace: 'normal', textAlign: 'left' } }}
                onClick={() => {
                  session.tools.setState({ selectedId: overlay === selected ? null : overlay.id });
                  session.player.seek(overlay.start);
                }}
              >
                {name}
              </Button>
              <Group gap={6} wrap="nowrap">
                <Text size="xs" c="dimmed">
                  {formatSeconds(overlay.start / fps, { tenths: true })}
                </Text>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Delete ${name}`}
                  onClick={() => session.editor.edit({ type: 'removeOverlay', overlayId: overlay.id })}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Group>
            </Group>
            {overlay === selected && <OverlayForm key={overlay.id} overlay={overlay} />}
          </div>
        );
      })}
    </Stack>
  );
}
