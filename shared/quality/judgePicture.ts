import type { Finding } from '../contract/renders.ts';
import type { Expected, Span, VideoFacts } from './videoFacts.ts';

/** Mean brightness below this is seen as black (16 is black in video range, 0 in full). */
const BLACK_MEAN = 28;
const PLAIN_SPREAD = 10;
const BLACK_SECONDS = 0.5;
const LONG_BLACK_SECONDS = 2;
const FROZEN_SECONDS = 2;
const LONG_FROZEN_SECONDS = 4;

const length = ({ start, end }: Span): number => end - start;
const say = (seconds: number): string => `${seconds.toFixed(1)} s`;

function judgeFirstFrame({ firstFrame: { mean, spread } }: VideoFacts): Finding[] {
  if (mean < BLACK_MEAN && spread < 40) {
    const message = 'The first frame is black: it is what viewers see before they decide to stay, and often the cover.';
    return [{ code: 'first-frame-black', weight: 'problem', message, cure: 'Let the video begin with the picture.', at: 0 }];
  }
  if (spread > PLAIN_SPREAD) return [];
  const message = 'The first frame is a single colour: nothing there makes anybody stay.';
  return [{ code: 'first-frame-plain', weight: 'warning', message, cure: 'Let the video begin with a picture or a title.', at: 0 }];
}

function judgeBlack({ black }: VideoFacts): Finding[] {
  return black
    .filter((span) => length(span) >= BLACK_SECONDS)
    .map((span) => ({
      code: 'black',
      weight: length(span) >= LONG_BLACK_SECONDS ? 'problem' : 'warning',
      message: `The picture is black for ${say(length(span))}.`,
      cure: 'Cut it out, or put a picture there.',
      at: span.start,
    }));
}

/** Black stretches do not move either; they have been told of already. */
function judgeFrozen({ frozen, black, seconds }: VideoFacts, stills: boolean): Finding[] {
  const seen = frozen.filter(
    (span) => length(span) >= FROZEN_SECONDS && !black.some(({ start, end }) => start <= span.start + 0.5 && end >= span.end - 0.5),
  );
  const most = seen.reduce((sum, span) => sum + length(span), 0) > seconds / 2;
  return seen.map((span) => {
    const heavy = most ? 'problem' : 'warning';
    return {
      code: 'frozen',
      weight: stills || length(span) < LONG_FROZEN_SECONDS ? 'note' : heavy,
      message: `The picture does not move for ${say(length(span))}.`,
      cure: 'Show something else there, or cut it shorter.',
      at: span.start,
    };
  });
}

/** What there is to say about what is seen. */
export function judgePicture(facts: VideoFacts, expected: Expected | undefined): Finding[] {
  return [...judgeFirstFrame(facts), ...judgeBlack(facts), ...judgeFrozen(facts, expected?.stills ?? false)];
}
