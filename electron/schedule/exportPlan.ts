import Papa from 'papaparse';
import { z } from 'zod';
import { readOptions } from '../../shared/publish/postOptions.ts';
import type { ReadDb } from '../store/handles.ts';
import { planColumns } from './planFile.ts';
import { safeCell } from './safeCell.ts';

type Wish = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly channelIds: readonly string[] | undefined;
  readonly format: 'csv' | 'json';
};

const Row = z.object({
  channel: z.string(),
  platform: z.string(),
  at: z.int().nullable(),
  film: z.string(),
  title: z.string(),
  caption: z.string(),
  options: z.string().nullable(),
});

const BYTE_ORDER_MARK = '\uFEFF'; // without it some spreadsheets read UTF-8 as something else

/**
 * The posts that have yet to go out, with a time in [fromMs, toMs) or none, oldest first, drafts without a time last. Read
 * in again on another studio with these channels, it is the same plan.
 */
export function exportPlan(db: ReadDb, { fromMs, toMs, channelIds, format }: Wish): { name: string; text: string } {
  const posts = db.$client
    .prepare(
      `select posts.channel_id as channel, channels.platform, posts.at, posts.video_path as film, posts.title, posts.caption, posts.options
       from posts join channels on channels.id = posts.channel_id
       where posts.state in ('draft', 'awaiting-approval', 'scheduled', 'needs-you') and posts.release_asked_at is null
         and (posts.at is null or posts.at >= :fromMs and posts.at < :toMs)
         ${channelIds === undefined ? '' : 'and posts.channel_id in (select value from json_each(:channelIds))'}
       order by posts.at is null, posts.at, posts.created_at, posts.id`,
    )
    .all({ fromMs, toMs, ...(channelIds === undefined ? {} : { channelIds: JSON.stringify(channelIds) }) })
    .map((row) => {
      const { platform, at, options, ...rest } = Row.parse(row);
      return {
        ...rest,
        at: at === null ? 'draft' : new Date(at).toISOString(),
        options: readOptions(platform, options === null ? null : JSON.parse(options)),
      };
    });
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const name = `tidereel-plan-${day(fromMs)}-to-${day(toMs)}.${format}`;
  if (format === 'json') {
    const entries = posts.map((post) => Object.fromEntries(planColumns.map((column) => [column, post[column]])));
    return { name, text: `${JSON.stringify(entries, null, 2)}\n` };
  }
  const rows = posts.map((post) =>
    planColumns.map((column) => safeCell(column === 'options' ? JSON.stringify(post.options) : post[column])),
  );
  return { name, text: `${BYTE_ORDER_MARK}${Papa.unparse({ fields: [...planColumns], data: rows }, { newline: '\r\n' })}\r\n` };
}
