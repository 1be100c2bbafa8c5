import { Group, Tabs, Title } from '@mantine/core';
import { useStore } from 'zustand';
import { calendarPart, calendarParts } from '../../state/calendarPart.ts';
import { openRoute } from '../../state/route.ts';
import { PostDrawer } from '../queue/PostDrawer.tsx';
import { CalendarTab } from './CalendarTab.tsx';
import { EvergreenTab } from './EvergreenTab.tsx';
import { FeedsTab } from './FeedsTab.tsx';
import { TimesTab } from './TimesTab.tsx';
import classes from './calendar.module.css';

const labels = { calendar: 'Calendar', times: 'Posting times', evergreen: 'Evergreen', feeds: 'Feeds' } as const;

/** When everything goes out, and by which rules. */
export function CalendarView({ postId }: { postId: string | null }) {
  const tab = useStore(calendarPart, (state) => state.part);
  const choose = (name: string | null): void => {
    const part = calendarParts.find((one) => one === name);
    if (part !== undefined) calendarPart.setState({ part });
  };
  return (
    <div className={classes.page}>
      <Group className={classes.top ?? ''} gap="xl" align="flex-end">
        <Title order={1}>Calendar</Title>
        <Tabs value={tab} onChange={choose} variant="default" keepMounted={false}>
          <Tabs.List aria-label="Parts of the calendar">
            {calendarParts.map((name) => (
              <Tabs.Tab key={name} value={name} id={`calendar-tab-${name}`} aria-controls="calendar-part">
                {labels[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </Group>
      <div
        id="calendar-part"
        role="tabpanel"
        aria-labelledby={`calendar-tab-${tab}`}
        className={tab === 'calendar' ? classes.fixed : classes.scrolled}
      >
        {tab === 'calendar' && <CalendarTab onTimes={() => choose('times')} />}
        {tab === 'times' && <TimesTab />}
        {tab === 'evergreen' && <EvergreenTab />}
        {tab === 'feeds' && <FeedsTab />}
      </div>
      <PostDrawer postId={postId} onClose={() => openRoute({ view: 'calendar', postId: null })} />
    </div>
  );
}
