import { memo, useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { wordAt, type SpokenWord } from '../../timeline/spokenWords.ts';
import { useSession } from './session.ts';
import classes from './studio.module.css';

/** A stretch of words, by index: where the selection was begun and where it stands. */
export type Selection = { readonly anchor: number; readonly head: number };

/** First and last index of a selection. */
export const spanOf = ({ anchor, head }: Selection): readonly [number, number] => [Math.min(anchor, head), Math.max(anchor, head)];

type ListProps = {
  ref: RefObject<HTMLDivElement | null>;
  words: readonly SpokenWord[];
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  onEdit: (word: SpokenWord) => void;
  onKey: (event: KeyboardEvent) => void;
};

const indexIn = (target: EventTarget | null): number | null => {
  const word = target instanceof HTMLElement ? target.closest('[data-index]') : null;
  return word instanceof HTMLElement ? Number(word.dataset['index']) : null;
};

/** The words as running text: click seeks, dragging selects, a double click edits. The word that sounds is marked without drawing anew. */
export function WordList({ ref, words, selection, onSelect, onEdit, onKey }: ListProps) {
  const { player } = useSession();
  const dragFrom = useRef<number | null>(null);
  useEffect(() => {
    let marked: Element | null = null;
    const mark = (): void => {
      const index = wordAt(words, player.store.getState().frame);
      const next = index < 0 ? null : (ref.current?.querySelector(`[data-index="${index}"]`) ?? null);
      if (next === marked) return;
      marked?.removeAttribute('data-now');
      next?.setAttribute('data-now', 'true');
      if (player.store.getState().playing) next?.scrollIntoView({ block: 'nearest' });
      marked = next;
    };
    mark();
    return player.store.subscribe(mark);
  }, [words, player, ref]);
  const down = (event: PointerEvent): void => {
    const index = indexIn(event.target);
    if (index === null || event.button !== 0) return;
    dragFrom.current = event.shiftKey && selection !== null ? selection.anchor : index;
    onSelect({ anchor: dragFrom.current, head: index });
    if (!event.shiftKey) player.seek(words[index]?.from ?? 0);
  };
  const over = (event: PointerEvent): void => {
    const index = indexIn(event.target);
    if (dragFrom.current !== null && index !== null && event.buttons === 1) onSelect({ anchor: dragFrom.current, head: index });
  };
  const [from, to] = selection === null ? [-1, -1] : spanOf(selection);
  return (
    <div
      ref={ref}
      className={classes.wordList}
      role="listbox"
      aria-multiselectable
      aria-label="Words of the film"
      tabIndex={0}
      {...(selection !== null && { 'aria-activedescendant': `word-${selection.head}` })}
      onPointerDown={down}
      onPointerOver={over}
      onPointerUp={() => {
        dragFrom.current = null;
      }}
      onDoubleClick={(event) => {
        const word = words[indexIn(event.target) ?? -1];
        if (word !== undefined) onEdit(word);
      }}
      onKeyDown={onKey}
    >
      {words.map((word, index) => (
        <WordSpan
          key={`${word.clipId}-${word.wordId}`}
          word={word}
          index={index}
          selected={index >= from && index <= to}
          active={selection?.head === index}
        />
      ))}
    </div>
  );
}

const WordSpan = memo(function WordSpan({
  word,
  index,
  selected,
  active,
}: {
  word: SpokenWord;
  index: number;
  selected: boolean;
  active: boolean;
}) {
  return (
    <>
      {word.cutBefore && <span className={classes.cut} title="A cut" aria-hidden />}
      <span
        id={`word-${index}`}
        className={classes.spoken}
        role="option"
        aria-selected={selected}
        data-index={index}
        data-active={active}
        data-hidden={word.hidden}
        {...(word.hidden && { 'aria-label': `${word.text}, not captioned` })}
      >
        {word.text}
      </span>{' '}
    </>
  );
});
