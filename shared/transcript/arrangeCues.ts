import { countOf, type Cue, type Cues } from './cue.ts';

/** Seconds a letter takes when a cue gives no usable length; ordinary speech. */
const SECONDS_PER_LETTER = 0.06;
const SHORTEST = 0.05;
/** Overlaps up to this are rounding, and not worth a note. */
const ROUNDING = 0.021;

const lettersOf = (cue: Cue): number => cue.text.length;

/**
 * Puts cues in order and apart: sorted by start, none longer than 0 without a length, none overlapping the next, none
 * beyond the recording. Sound descriptions such as "[Music]" are left out, since nobody says them.
 * @param seconds length of the recording; null when it is not known.
 */
export function arrangeCues({ cues, notes: given }: Cues, seconds: number | null): Cues {
  const notes = [...given];
  const say = (count: number, text: string): void => void (count > 0 && notes.push(text));

  const spoken = cues.filter(({ text }) => !/^[-–>♪\s]*(\[[^\]]*\]|\([^)]*\))[\s♪.]*$/.test(text));
  const described = cues.length - spoken.length;
  say(described, `Left out ${countOf(described, 'description')} of sounds such as “${cues.find((cue) => !spoken.includes(cue))?.text}”.`);

  const within = spoken.filter(({ start }) => seconds === null || start < seconds);
  const beyond = spoken.length - within.length;
  say(beyond, `Left out ${countOf(beyond, 'cue')} after the end of the recording.`);

  const wrong = within.filter((cue, index) => cue.start < (within[index - 1]?.start ?? 0)).length;
  say(wrong, `${countOf(wrong, 'cue')} stood in the wrong order and ${wrong === 1 ? 'was' : 'were'} sorted by time.`);
  const sorted = within.toSorted((a, b) => a.start - b.start);

  let lengthless = 0;
  let overlapping = 0;
  const arranged: Cue[] = [];
  for (const [index, cue] of sorted.entries()) {
    let { start, end } = cue;
    const last = arranged.at(-1);
    if (start < 0) start = 0;
    if (end <= start) {
      lengthless += 1;
      const room = (sorted[index + 1]?.start ?? Infinity) - start;
      end = start + Math.max(SHORTEST, Math.min(lettersOf(cue) * SECONDS_PER_LETTER, room > 0 ? room : Infinity));
    }
    if (seconds !== null) end = Math.min(end, seconds);
    if (last && last.end > start) {
      if (last.end - start > ROUNDING) overlapping += 1;
      // enough of the earlier cue is left when it simply ends where this one begins; two at once share the time
      const share = lettersOf(last) / (lettersOf(last) + lettersOf(cue));
      const enough = start - last.start >= Math.min(0.5 * (last.end - last.start), lettersOf(last) * SECONDS_PER_LETTER);
      const border = enough ? start : last.start + (Math.max(last.end, end) - last.start) * share;
      if (!enough) end = Math.max(end, last.end);
      arranged[arranged.length - 1] = { ...last, end: border };
      start = border;
    }
    arranged.push({ ...cue, start, end });
  }
  say(
    lengthless,
    `${countOf(lengthless, 'cue')} had no length and ${lengthless === 1 ? 'was' : 'were'} given the time it takes to say the text.`,
  );
  say(overlapping, `${countOf(overlapping, 'cue')} overlapped the one before and ${overlapping === 1 ? 'was' : 'were'} moved apart.`);
  return { cues: arranged, notes };
}
