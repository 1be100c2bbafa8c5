import { useRef, type KeyboardEvent, type ReactNode } from 'react';

type Item = { readonly value: string; readonly label: string; readonly content: ReactNode };
type Props = {
  label: string;
  items: readonly Item[];
  value: string;
  onChange: (value: string) => void;
  className: string;
  itemClassName: string;
};

/** A choice among pictures: arrows walk, as in any group of radio buttons. */
export function RadioCards({ label, items, value, onChange, className, itemClassName }: Props) {
  const group = useRef<HTMLDivElement>(null);
  const at = items.findIndex((item) => item.value === value);
  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = (Math.max(0, at) + by + items.length) % items.length;
    const item = items[next];
    if (item === undefined) return;
    onChange(item.value);
    const cards = group.current?.querySelectorAll<HTMLElement>('[role="radio"]');
    cards?.[next]?.focus();
  };
  return (
    <div ref={group} role="radiogroup" aria-label={label} className={className} onKeyDown={walk}>
      {items.map((item, index) => (
        <button
          key={item.value}
          type="button"
          role="radio"
          aria-label={item.label}
          aria-checked={item.value === value}
          tabIndex={index === Math.max(0, at) ? 0 : -1}
          className={itemClassName}
          onClick={() => onChange(item.value)}
        >
          {item.content}
        </button>
      ))}
    </div>
  );
}
