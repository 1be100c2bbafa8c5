import type { Choices } from '../../../../shared/contract/channels.ts';
import type { OptionsOf, PlatformName } from '../../../../shared/publish/postOptions.ts';
import type { Answers } from '../../../state/composerDraft.ts';

/** What every options form is given. */
export type OptionsProps<Name extends PlatformName> = {
  readonly options: OptionsOf<Name>;
  readonly onChange: (options: OptionsOf<Name>) => void;
  /** What the platform said this account may choose now; null where it was not asked. */
  readonly choices: Choices | null;
  /** What a person still has to answer for a new post; null where that is not asked, as with defaults. */
  readonly answers: Answers | null;
  readonly onAnswers: (answers: Answers) => void;
};
