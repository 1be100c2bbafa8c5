import { PublishFailed } from '../../../shared/publish/failure.ts';
import type { MetricsReader, Session } from '../adapter.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import type { PlatformNeeds } from '../platformNeeds.ts';
import { Report, StatisticsList } from './answers.ts';
import type { AskYoutube } from './askYoutube.ts';
import { LIST_UNITS, PACE_USE, unitsUse } from './limits.ts';
import { ANALYTICS_SCOPE } from './scopes.ts';

type Needs = Pick<PlatformNeeds, 'endpoints' | 'now' | 'tokens' | 'limits'> & { readonly youtube: AskYoutube };

/** Views, likes and comments as of now; shares come from Analytics, two or three days late, and are 0 until then. */
export function createReadMetrics({ endpoints, now, tokens, limits, youtube }: Needs): MetricsReader['readMetrics'] {
  /** 0 where Analytics cannot or will not say: the other numbers are worth having without it. */
  const readShares = async (videoId: string, session: Session, signal: AbortSignal): Promise<number> => {
    const { scopes } = await tokens.read(session, signal);
    if (!scopes.includes(ANALYTICS_SCOPE)) return 0;
    const query = new URLSearchParams({
      ids: 'channel==MINE',
      startDate: '2005-02-14', // the day YouTube began: all of the video's life
      endDate: now().toISOString().slice(0, 10),
      metrics: 'shares',
      filters: `video==${videoId}`,
    });
    try {
      limits.take([PACE_USE], 'read');
      const answer = await youtube.askRaw(session, { url: `${endpoints.youtube.analytics}/v2/reports?${query}` }, signal);
      if (answer.status !== 200) return 0;
      const shares = Number(Report.safeParse(answer.json).data?.rows[0]?.[0] ?? 0);
      return Number.isSafeInteger(shares) && shares >= 0 ? shares : 0;
    } catch (error) {
      if (error instanceof LostAnswer || (error instanceof PublishFailed && error.failure.kind === 'wait')) return 0;
      throw error;
    }
  };

  return async (remoteId, session, signal) => {
    const query = new URLSearchParams({ part: 'statistics', id: remoteId });
    const url = `${endpoints.youtube.api}/youtube/v3/videos?${query}`;
    const answer = await youtube.ask(session, { url, uses: [unitsUse(LIST_UNITS)], urgency: 'read' }, signal);
    const parsed = StatisticsList.safeParse(answer.json);
    if (!parsed.success) throw youtube.malformed(answer, 'repeatable');
    const video = parsed.data.items.find(({ id }) => id === remoteId);
    if (video === undefined) {
      const reason = 'The video is no longer on YouTube.';
      throw new PublishFailed({ kind: 'rejected', reason, code: 'videoNotFound' });
    }
    const { viewCount, likeCount, commentCount } = video.statistics;
    const shares = await readShares(remoteId, session, signal);
    return { views: viewCount, likes: likeCount, comments: commentCount, shares };
  };
}
