import { Alert, Button, Group, Loader, Modal, Stack, Text, Title } from '@mantine/core';
import { IconEar, IconFileText } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Asset } from '../../../shared/contract/assets.ts';
import type { Word } from '../../../shared/timeline/document.ts';
import { JobProgress } from '../../components/JobProgress.tsx';
import { PickFile } from '../../components/PickFile.tsx';
import { attempt, toast } from '../../components/toast.tsx';
import { studio, type StudioClient } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import classes from './make.module.css';

type Option = Awaited<ReturnType<StudioClient['assets']['transcriptionOptions']>>[number];
type Props = { asset: Asset; seconds: number; onSeek: (seconds: number) => void };

const engineWords = { openai: 'OpenAI Whisper (in the cloud)', 'whisper-cli': 'whisper.cpp (on this computer)' };

/** How sure one may be of a price: under a cent is said as such. */
const formatPrice = (usd: number): string => (usd === 0 ? 'free' : usd < 0.01 ? 'under $0.01' : `about $${usd.toFixed(2)}`);

async function attach(asset: Asset, file: File): Promise<void> {
  const read = await attempt(
    file.arrayBuffer().then((bytes) => studio.assets.attachTranscript({ assetId: asset.id, name: file.name, text: decode(bytes) })),
  );
  if (read !== null) toast.done(`${read.words} words read from “${file.name}”`, read.notes.join(' '));
}

/** Subtitle files of older tools are not UTF-8; then Windows-1252 reads every byte. */
function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The words of a recording, or the ways to get them. */
export function TranscriptPanel({ asset, seconds, onSeek }: Props) {
  const job = useStore(library, ({ jobs }) =>
    [...jobs.values()].find(({ subject, kind, state }) => subject === asset.id && kind === 'asset.transcribe' && state !== 'dead'),
  );
  const { transcript } = asset;
  return (
    <section aria-labelledby="words-title">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="words-title">
          What is said
        </Title>
        {transcript.state === 'ready' && (
          <Text size="sm" c="dimmed">
            {transcript.words} words{transcript.source === null ? '' : ` · ${transcript.source}`}
          </Text>
        )}
      </Group>
      {transcript.state === 'failed' && (
        <Alert color="orange" mb="sm" title="The words could not be taken down">
          {transcript.problem}
        </Alert>
      )}
      {job !== undefined && <JobProgress job={job} label="Listening to the recording" />}
      {transcript.state === 'ready' ? (
        <Words key={`${transcript.words} ${transcript.source}`} asset={asset} seconds={seconds} onSeek={onSeek} />
      ) : (
        job === undefined && <Ways key={transcript.state} asset={asset} />
      )}
      {transcript.state === 'ready' && (
        <Group mt="xs">
          <AttachButton asset={asset} label="Replace with a file…" />
        </Group>
      )}
    </section>
  );
}

function AttachButton({ asset, label }: { asset: Asset; label: string }) {
  return (
    <PickFile
      accept=".srt,.vtt,.ass,.ssa,.json,.txt"
      label="Transcript or subtitle file"
      onPick={(files) => files[0] !== undefined && void attach(asset, files[0])}
    >
      {(open) => (
        <Button variant="default" size="sm" leftSection={<IconFileText size={16} />} onClick={open}>
          {label}
        </Button>
      )}
    </PickFile>
  );
}

function Ways({ asset }: { asset: Asset }) {
  const [options, setOptions] = useState<readonly Option[] | null>(null);
  const [asking, setAsking] = useState<Option | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    studio.assets
      .transcriptionOptions({ assetId: asset.id }, { signal: gone.signal })
      .then(setOptions, () => !gone.signal.aborted && setOptions([]));
    return () => gone.abort();
  }, [asset.id]);
  const begin = async (option: Option): Promise<void> => {
    setAsking(null);
    await attempt(studio.assets.transcribe({ assetId: asset.id, engine: option.engine }));
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        With the words you can cut by deleting text, and captions write themselves. Without them, clips are found by pauses and energy.
      </Text>
      <Group>
        <AttachButton asset={asset} label="Use a subtitle file…" />
        {options === null && <Loader size="sm" />}
        {options?.map((option) => (
          <Button
            key={option.engine}
            variant="light"
            leftSection={<IconEar size={16} />}
            disabled={!option.ready}
            onClick={() => (option.costUsd > 0 ? setAsking(option) : void begin(option))}
          >
            Listen with {engineWords[option.engine]} · {formatPrice(option.costUsd)}
          </Button>
        ))}
      </Group>
      {options
        ?.filter(({ ready, why }) => !ready && why !== null)
        .map(({ engine, why }) => (
          <Text key={engine} size="xs" c="dimmed">
            {engineWords[engine]}: {why}
          </Text>
        ))}
      <Modal opened={asking !== null} onClose={() => setAsking(null)} title="This costs money">
        {asking !== null && (
          <Stack>
            <Text>
              Listening to “{asset.name}” with OpenAI will cost {formatPrice(asking.costUsd)}, charged to your own key. Its sound is sent to
              OpenAI.
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsking(null)}>
                Not now
              </Button>
              <Button onClick={() => void begin(asking)}>Spend {formatPrice(asking.costUsd)}</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </Stack>
  );
}

function Words({ asset, seconds, onSeek }: Props) {
  const [words, setWords] = useState<readonly Word[] | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    studio.assets
      .words({ assetId: asset.id }, { signal: gone.signal })
      .then(setWords, (error: unknown) => !gone.signal.aborted && toast.failure(error));
    return () => gone.abort();
  }, [asset.id]);
  if (words === null) return <Loader size="sm" />;
  return (
    <div className={classes.words} role="region" aria-label="Transcript" tabIndex={0}>
      {words.map((word) => (
        <button
          key={word.id}
          type="button"
          tabIndex={-1}
          className={classes.word}
          data-now={seconds >= word.start && seconds < word.end}
          onClick={() => onSeek(word.start)}
        >
          {word.text}
        </button>
      ))}
    </div>
  );
}
