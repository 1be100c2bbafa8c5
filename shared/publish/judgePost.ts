import { findMisfits, type FilmFacts } from '../quality/judgePlatforms.ts';
import type { PlatformRules } from '../quality/platformRules.ts';
import { countCaption } from './countCaption.ts';
import type { Finding } from './finding.ts';
import { judgeYoutubeWords } from './youtubeWords.ts';
import type { PostOptions } from './postOptions.ts';

export type JudgedPost = {
  readonly rules: PlatformRules;
  /** null: a draft without a film. */
  readonly film: FilmFacts | null;
  readonly title: string;
  readonly caption: string;
  readonly options: PostOptions;
};

/** Instagram's own limits inside a caption (content publishing reference). */
const HASHTAGS = 30;
const MENTIONS = 20;

/** What is wrong with a post as far as it can be told without asking its platform. */
export function judgePost(post: JudgedPost): Finding[] {
  return [...judgeFilm(post), ...judgeWords(post), ...judgeOptions(post)];
}

function judgeFilm({ rules, film }: JudgedPost): Finding[] {
  if (film === null) {
    return [{ code: 'film-missing', stops: true, message: 'It has no film yet.', cure: 'Choose a finished video.', fix: 'choose-film' }];
  }
  return findMisfits(rules, film).map(({ what, message, cure }) => {
    if (what !== 'size' || rules.file.sidesAreAdvice !== true)
      return { code: `film-${what}`, stops: true, message, cure, fix: 'render-again' };
    return {
      code: 'film-size',
      stops: false,
      message: `${message} It may be scaled down, or refused for an account without a subscription.`,
      cure: `Render it with sides of up to ${rules.file.maxSide} pixels to be sure.`,
      fix: 'render-again',
    };
  });
}

const words = (code: string, message: string, cure: string, stops = true): Finding => ({ code, stops, message, cure, fix: 'edit-words' });

function judgeWords({ rules, title, caption, options }: JudgedPost): Finding[] {
  const findings: Finding[] = [];
  const used = countCaption(rules.name, caption);
  const { max } = rules.caption;
  if (used > max) {
    findings.push(
      words(
        'caption-long',
        `${rules.label} takes ${max} here by its own way of counting; these words are ${used}.`,
        `Shorten them by ${used - max}.`,
      ),
    );
  }
  if (rules.name === 'instagram') {
    const tags = caption.match(/#[\p{L}\p{N}_]+/gu)?.length ?? 0;
    const mentions = caption.match(/(?<![\w.])@[\w.]+/g)?.length ?? 0;
    if (tags > HASHTAGS)
      findings.push(words('hashtags', `Instagram takes ${HASHTAGS} hashtags; there are ${tags}.`, `Take out ${tags - HASHTAGS}.`));
    if (mentions > MENTIONS)
      findings.push(words('mentions', `Instagram takes ${MENTIONS} mentions; there are ${mentions}.`, `Take out ${mentions - MENTIONS}.`));
  }
  if (options.platform === 'youtube') {
    findings.push(
      ...judgeYoutubeWords({ title, description: caption, tags: options.tags }).filter(({ code }) => code !== 'youtube-description-long'), // said above, for every platform alike
    );
  }
  return findings;
}

const choice = (code: string, message: string, cure: string, stops = true): Finding => ({
  code,
  stops,
  message,
  cure,
  fix: 'edit-options',
});

function judgeOptions({ options, film }: JudgedPost): Finding[] {
  const findings: Finding[] = [];
  const seconds = film?.seconds ?? Number.POSITIVE_INFINITY;
  if ('coverSeconds' in options && options.coverSeconds !== null && options.coverSeconds >= seconds) {
    findings.push(choice('cover-late', 'The moment chosen for the cover lies after the end of the film.', 'Choose an earlier moment.'));
  }
  if (options.platform === 'tiktok' && options.brandedContent && options.privacy === 'SELF_ONLY') {
    findings.push(
      choice(
        'branded-private',
        'TikTok does not allow branded content that only you can see.',
        'Choose who may see it, or untick branded content.',
      ),
    );
  }
  if (options.platform === 'tiktok' && options.mode === 'direct' && options.privacy === null) {
    findings.push(
      choice(
        'privacy-open',
        'Nobody chose who may see it: it goes out to everyone, where TikTok offers that.',
        'Choose who may see it.',
        false,
      ),
    );
  }
  return findings;
}
