import { Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { IconCut, IconEyeOff, IconPencil } from '@tabler/icons-react';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Edit } from '../../../shared/timeline/edit.ts';
import { newId } from '../../state/newId.ts';
import { spokenWords, wordAt, type SpokenWord } from '../../timeline/spokenWords.ts';
import { useDocument, useSession } from './session.ts';
import classes from './studio.module.css';
import { spanOf, WordList, type Selection } from './WordList.tsx';

/** The film as text: what is deleted here is cut from the picture. */
export function TranscriptTab() {
  const { editor, player } = useSession();
  const document = useDocument();
  const words = useMemo(() => spokenWords(document), [document]);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [editing, setEditing] = useState<SpokenWord | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const held = selection === null || selection.anchor >= words.length || selection.head >= words.length ? null : selection;
  const chosen = held === null ? [] : words.slice(spanOf(held)[0], spanOf(held)[1] + 1);

  const cut = (): void => {
    const ids = new Map<string, string[]>();
    for (const { assetId, wordId } of chosen) ids.set(assetId, [...(ids.get(assetId) ?? []), wordId]);
    const edits: Edit[] = [...ids].map(([assetId, wordIds]) => ({ type: 'deleteWords', assetId, wordIds, newIds: newId() }));
    if (edits.length === 0) return;
    player.seek(chosen[0]?.from ?? 0);
    editor.edit(...edits);
    setSelection(null);
    list.current?.focus();
  };
  const hide = (): void => {
    const hidden = chosen.some((word) => !word.hidden);
    editor.edit(...chosen.map(({ assetId, wordId }): Edit => ({ type: 'setWord', assetId, wordId, hidden })));
  };
  const rename = (): void => setEditing(chosen[0] ?? null);
  const go = (index: number, extend: boolean): void => {
    const head = Math.min(Math.max(0, index), words.length - 1);
    const word = words[head];
    if (word === undefined) return;
    setSelection({ anchor: extend && held !== null ? held.anchor : head, head });
    player.seek(word.from);
    list.current?.querySelector(`[data-index="${head}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent): void => {
    const at = held?.head ?? wordAt(words, player.store.getState().frame);
    const keys: Record<string, (() => void) | undefined> = {
      ArrowRight: () => go(at + 1, event.shiftKey),
      ArrowLeft: () => go(at - 1, event.shiftKey),
      ArrowDown: () => go(at + 8, event.shiftKey),
      ArrowUp: () => go(at - 8, event.shiftKey),
      Home: () => go(0, event.shiftKey),
      End: () => go(words.length - 1, event.shiftKey),
      Delete: cut,
      Backspace: cut,
      Enter: rename,
      F2: rename,
      h: hide,
      Escape: () => setSelection(null),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  if (words.length === 0)
    return (
      <Text c="dimmed" size="sm" p="md">
        No words on the timeline. Give a recording its words in Make (a subtitle file, or let Tidereel listen), then add it here.
      </Text>
    );
  return (
    <div className={classes.transcript}>
      <div className={classes.transcriptBar}>
        {editing === null ? (
          <>
            <Tooltip label="Cuts picture and sound too (Del)">
              <Button size="compact-sm" variant="light" leftSection={<IconCut size={15} />} disabled={chosen.length === 0} onClick={cut}>
                Cut words
              </Button>
            </Tooltip>
            <Tooltip label="Still heard, not captioned (H)">
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconEyeOff size={15} />}
                disabled={chosen.length === 0}
                onClick={hide}
              >
                {chosen.length > 0 && chosen.every(({ hidden }) => hidden) ? 'Show' : 'Hide'}
              </Button>
            </Tooltip>
            <Tooltip label="Mend a word (Enter, or double-click)">
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconPencil size={15} />}
                disabled={chosen.length === 0}
                onClick={rename}
              >
                Edit word
              </Button>
            </Tooltip>
            <Text size="xs" c="dimmed" role="status">
              {chosen.length === 0 ? '' : `${chosen.length} selected`}
            </Text>
          </>
        ) : (
          <WordForm
            key={editing.wordId}
            word={editing}
            onDone={() => {
              setEditing(null);
              list.current?.focus();
            }}
          />
        )}
      </div>
      <WordList ref={list} words={words} selection={held} onSelect={setSelection} onEdit={setEditing} onKey={press} />
    </div>
  );
}

function WordForm({ word, onDone }: { word: SpokenWord; onDone: () => void }) {
  const { editor } = useSession();
  const [text, setText] = useState(word.text);
  return (
    <form
      style={{ flex: 1 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') editor.edit({ type: 'setWord', assetId: word.assetId, wordId: word.wordId, text: text.trim() });
        onDone();
      }}
    >
      <Group gap={6} wrap="nowrap">
        <TextInput
          flex={1}
          size="xs"
          aria-label="Word"
          value={text}
          maxLength={200}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onDone()}
        />
        <Button size="xs" type="submit">
          Save word
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
