import { createStore } from 'zustand/vanilla';

export const calendarParts = ['calendar', 'times', 'evergreen', 'feeds'] as const;
type CalendarPart = (typeof calendarParts)[number];

/** Which part of the calendar is open, and whose posting times are shown. It stays so when the creator comes back from another view. */
export const calendarPart = createStore<{ part: CalendarPart; channelId: string | null }>()(() => ({ part: 'calendar', channelId: null }));

/** Makes the calendar open at the posting times of a channel. */
export const turnToTimes = (channelId: string): void => calendarPart.setState({ part: 'times', channelId });
