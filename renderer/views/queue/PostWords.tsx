import { Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Choices } from '../../../shared/contract/channels.ts';
import type { PostDetail } from '../../../shared/contract/posts.ts';
import { countCaption } from '../../../shared/publish/countCaption.ts';
import type { PostOptions } from '../../../shared/publish/postOptions.ts';
import { attempt, toast } from '../../components/toast.tsx';
import { studio } from '../../link/studioClient.ts';
import { library } from '../../state/library.ts';
import { platformName } from '../../words/platformName.ts';
import { OptionsForm } from '../composer/options/OptionsForm.tsx';
import { CaptionCount } from '../composer/CaptionCount.tsx';
import classes from './queue.module.css';

/** The words and options of a post that has not gone out; a change takes back its approval. */
export function PostWords({ post }: { post: PostDetail }) {
  const [title, setTitle] = useState(post.title);
  const [caption, setCaption] = useState(post.caption);
  const [options, setOptions] = useState<PostOptions>(post.options);
  const [busy, setBusy] = useState(false);
  const platform = useStore(library, (state) => state.info?.platforms.find(({ name }) => name === post.platform));
  const max = platform?.captionMax ?? null;
  const tooLong = max !== null && countCaption(post.platform, caption) > max;
  const changed = title !== post.title || caption !== post.caption || JSON.stringify(options) !== JSON.stringify(post.options);
  const save = async (): Promise<void> => {
    setBusy(true);
    const before = { title: post.title, caption: post.caption, options: post.options };
    const saved = await attempt(studio.posts.edit({ postId: post.id, title, caption, options }));
    setBusy(false);
    if (saved === null) return;
    toast.done('The words are changed', saved.state === 'awaiting-approval' ? 'It waits for your approval again.' : '', {
      label: 'Undo',
      act: () => void attempt(studio.posts.edit({ postId: post.id, ...before })),
    });
  };
  return (
    <Stack gap="sm">
      {post.platform === 'youtube' && (
        <TextInput label="Title" maxLength={100} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      )}
      <div>
        <Textarea
          label="Caption"
          autosize
          minRows={2}
          maxRows={10}
          dir="auto"
          value={caption}
          onChange={(event) => setCaption(event.currentTarget.value)}
        />
        <CaptionCount label={platformName(post.platform)} platform={post.platform} max={max} caption={caption} />
      </div>
      {post.platform !== 'practice' && <Options channelId={post.channelId} options={options} onChange={setOptions} />}
      {changed && (
        <Group>
          <Button size="xs" loading={busy} disabled={tooLong} onClick={() => void save()}>
            Save words
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setTitle(post.title);
              setCaption(post.caption);
              setOptions(post.options);
            }}
          >
            Leave as it was
          </Button>
          {post.state === 'scheduled' && (
            <Text size="xs" c="dimmed">
              It then waits for your approval again.
            </Text>
          )}
        </Group>
      )}
    </Stack>
  );
}

/** Asks the platform what the account may choose once the fold is opened, and not before. */
function Options({ channelId, options, onChange }: { channelId: string; options: PostOptions; onChange: (options: PostOptions) => void }) {
  const [choices, setChoices] = useState<Choices | null>(null);
  const [opened, setOpened] = useState(false);
  const open = async (): Promise<void> => {
    if (opened) return;
    setOpened(true);
    setChoices(await attempt(studio.channels.choices({ channelId })));
  };
  return (
    <details onToggle={(event) => event.currentTarget.open && void open()}>
      <summary className={classes.options}>Options of this post</summary>
      {opened && (
        <Stack mt="sm">
          <OptionsForm
            options={options}
            onChange={onChange}
            choices={choices}
            answers={{ kids: true, disclosing: false }}
            onAnswers={() => undefined}
          />
        </Stack>
      )}
    </details>
  );
}

/** What was said with a post that is out of the creator's hands. */
export function SaidWords({ post }: { post: PostDetail }) {
  return (
    <div>
      <Title order={3} mb={4}>
        Caption
      </Title>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }} dir="auto" c={post.caption === '' ? 'dimmed' : ''}>
        {post.caption === '' ? 'None' : post.caption}
      </Text>
    </div>
  );
}
