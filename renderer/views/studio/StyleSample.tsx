import type { CaptionLook } from '../../../shared/timeline/document.ts';

const PX = 19;

/** How a caption style looks, drawn small by the browser: font, colours, outline and the spoken word. */
export function StyleSample({ look }: { look: CaptionLook }) {
  const words = look.maxWordsPerLine > 2 ? ['This', 'is', 'it'] : ['This', 'is'];
  const outline = Math.max(0, look.outline.width * PX * 0.6);
  const spoken =
    look.highlight.mode === 'box'
      ? { background: look.highlight.colour, borderRadius: 3, padding: '0 3px', WebkitTextStroke: '0' }
      : look.highlight.mode === 'none'
        ? {}
        : { color: look.highlight.colour, ...(look.highlight.mode === 'pop' && { fontSize: PX * 1.18 }) };
  return (
    <span
      style={{
        fontFamily: `'${look.font}', sans-serif`,
        fontSize: PX,
        color: look.colour,
        textTransform: look.uppercase ? 'uppercase' : 'none',
        padding: '1px 6px',
        borderRadius: 4,
        paintOrder: 'stroke fill',
        ...(outline > 0 && { WebkitTextStroke: `${outline * 2}px ${look.outline.colour}` }),
        ...(look.background !== undefined && { background: look.background }),
      }}
    >
      {words.map((word, index) => (
        <span key={word} style={index === 1 ? spoken : {}}>
          {word}
          {index < words.length - 1 ? ' ' : ''}
        </span>
      ))}
    </span>
  );
}
