import { Group, Tabs, Title } from '@mantine/core';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { openRoute } from '../../state/route.ts';
import { PostDrawer } from '../queue/PostDrawer.tsx';
import { CalendarTab } from './CalendarTab.tsx';
import { EvergreenTab } from './EvergreenTab.tsx';
import { FeedsTab } from './FeedsTab.tsx';
import { TimesTab } from './TimesTab.tsx';
import classes from './calendar.module.css';

const tabs = [
  { name: 'calendar', label: 'Calendar' },
  { name: 'times', label: 'Posting times' },
  { name: 'evergreen', label: 'Evergreen' },
  { name: 'feeds', label: 'Feeds' },
] as const;

/** The tab stays where it was when the creator comes back from another view. */
const chosen = createStore<{ tab: (typeof tabs)[number]['name'] }>()(() => ({ tab: 'calendar' }));

/** When everything goes out, and by which rules. */
export function CalendarView({ postId }: { postId: string | null }) {
  const tab = useStore(chosen, (state) => state.tab);
  const choose = (name: string | null): void => {
    const known = tabs.find((one) => one.name === name);
    if (known !== undefined) chosen.setState({ tab: known.name });
  };
  return (
    <div className={classes.page}>
      <Group className={classes.top ?? ''} gap="xl" align="flex-end">
        <Title order={1}>Calendar</Title>
        <Tabs value={tab} onChange={choose} variant="default" keepMounted={false}>
          <Tabs.List aria-label="Parts of the calendar">
            {tabs.map(({ name, label }) => (
              <Tabs.Tab key={name} value={name} id={`calendar-tab-${name}`} aria-controls="calendar-part">
                {label}
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
