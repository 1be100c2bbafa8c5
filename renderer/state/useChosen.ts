import { useStore } from 'zustand';
import { useShallow } from 'zustand/shallow';
import type { Channel, Choices } from '../../shared/contract/channels.ts';
import { composer, type Asked, type Report } from './composer.ts';
import { openQuestions } from './composerDraft.ts';
import { library } from './library.ts';

/** A channel the draft goes to, and all that is known of the draft on it. */
export type Chosen = {
  readonly channel: Channel;
  readonly report: Asked<Report> | undefined;
  readonly asked: Asked<Choices> | undefined;
  readonly choices: Choices | null;
  readonly captionMax: number | null;
  /** What a person still has to decide or mend here. */
  readonly questions: readonly string[];
};

/** What is wrong with the film, the words or the options is mended here and now; all else can wait in the queue. */
const MENDED_HERE: ReadonlySet<string> = new Set(['edit-words', 'edit-options', 'choose-film', 'render-again']);

/** Whether nothing that is mended in the composer stands against posting to this channel. */
export function isReady({ questions, report }: Pick<Chosen, 'questions' | 'report'>): boolean {
  if (questions.length > 0) return false;
  if (report?.state !== 'known') return true; // the studio judges once more when the post is made
  return !report.value.findings.some(({ stops, fix }) => stops && fix !== null && MENDED_HERE.has(fix));
}

/** The channels the draft goes to, in the order of the list. */
export function useChosen(): Chosen[] {
  const { draft, reports, choices } = useStore(
    composer,
    useShallow(({ draft, reports, choices }) => ({ draft, reports, choices })),
  );
  const channels = useStore(library, (state) => state.channels);
  const platforms = useStore(library, (state) => state.info?.platforms);
  return [...channels.values()]
    .filter(({ id }) => draft.channelIds.includes(id))
    .map((channel) => {
      const asked = choices[channel.id];
      const known = asked?.state === 'known' ? asked.value : null;
      const captionMax = platforms?.find(({ name }) => name === channel.platform)?.captionMax ?? null;
      const questions = openQuestions({ draft, channel, choices: known, captionMax });
      return { channel, report: reports[channel.id], asked, choices: known, captionMax, questions };
    });
}
