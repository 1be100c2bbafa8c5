import type { CalendarPost } from '../../shared/contract/schedule.ts';

/** A scheduled post of channel “c”, as the calendar gets it. */
export const calendarPost = (id: string, at: string, own: Partial<CalendarPost> = {}): CalendarPost => ({
  id,
  channelId: 'c',
  platform: 'practice',
  title: id,
  state: 'scheduled',
  at,
  slotAt: null,
  warning: null,
  ...own,
});
