import { Alert, Group, Loader, Switch, Text, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconAlertTriangle, IconBroadcast, IconCalendar, IconMovie, IconSettings, IconSparkles, IconStack2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import classes from './App.module.css';
import { Logo } from './components/Logo.tsx';
import { Safely } from './components/Safely.tsx';
import { attempt, toast } from './components/toast.tsx';
import { studio } from './link/studioClient.ts';
import { acceptDrops } from './state/imports.ts';
import { library } from './state/library.ts';
import { followAddress, openRoute, routeAddress, routes, type Route } from './state/route.ts';
import { unreachable } from '../shared/unreachable.ts';
import { CalendarView } from './views/calendar/CalendarView.tsx';
import { SignInDialog } from './views/channels/SignInDialog.tsx';
import { ChannelsView } from './views/channels/ChannelsView.tsx';
import { Composer } from './views/composer/Composer.tsx';
import { MakeView } from './views/make/MakeView.tsx';
import { QueueView } from './views/queue/QueueView.tsx';
import { SettingsView } from './views/settings/SettingsView.tsx';
import { StudioView } from './views/studio/StudioView.tsx';

const linkWords = {
  connecting: 'Connecting to the studio',
  up: 'Connected to the studio',
  down: 'The studio is not answering',
  'signed-out': 'This browser is signed out',
};

const none: readonly string[] = []; // one and the same, or the store would seem to change

/** The frame around every view: where one is, whether the studio answers, and the switch that pauses all work. */
export function App() {
  const { route, lastProjectId } = useStore(routes);
  const link = useStore(library, (state) => state.link);
  const info = useStore(library, (state) => state.info);
  const scheme = useStore(library, (state) => state.settings?.colourScheme);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(followAddress, []);
  useEffect(
    () =>
      acceptDrops((names) =>
        toast.done(`Adding ${names.length === 1 ? `“${names[0]}”` : `${names.length} files`} to the shelf`, 'They are listed in Make.'),
      ),
    [],
  );
  useEffect(() => {
    if (scheme !== undefined) setColorScheme(scheme);
  }, [scheme, setColorScheme]);
  const tabs: { route: Route; label: string; Icon: typeof IconMovie }[] = [
    { route: { view: 'make', assetId: null }, label: 'Make', Icon: IconSparkles },
    { route: { view: 'studio', projectId: lastProjectId }, label: 'Studio', Icon: IconMovie },
    { route: { view: 'calendar', postId: null }, label: 'Calendar', Icon: IconCalendar },
    { route: { view: 'queue', postId: null }, label: 'Queue', Icon: IconStack2 },
    { route: { view: 'channels', channelId: null }, label: 'Channels', Icon: IconBroadcast },
    { route: { view: 'settings' }, label: 'Settings', Icon: IconSettings },
  ];
  useHotkeys(
    tabs.map((tab, index) => [`alt+${index + 1}`, () => openRoute(tab.route)]),
    [],
  );
  return (
    <div className={classes.shell}>
      <section className={classes.header} aria-label="Tidereel">
        <div className={classes.brand}>
          <Logo size={24} />
          Tidereel
        </div>
        <nav className={classes.tabs} aria-label="Views">
          {tabs.map((tab, index) => (
            <a
              key={tab.label}
              className={classes.tab}
              href={routeAddress(tab.route)}
              title={`${tab.label} (Alt+${index + 1})`}
              {...(route.view === tab.route.view && { 'aria-current': 'page' as const })}
            >
              <tab.Icon size={17} stroke={1.7} aria-hidden />
              {tab.label}
            </a>
          ))}
        </nav>
        <PauseSwitch />
        <Tooltip label={linkWords[link]}>
          <span role="img" className={classes.dot} data-link={link} aria-label={linkWords[link]} />
        </Tooltip>
      </section>
      <div aria-live="polite">
        {link === 'down' && (
          <Alert color="orange" radius={0} icon={<Loader size={16} color="orange" />} py="xs">
            The studio stopped answering. Your work is kept here; reconnecting…
          </Alert>
        )}
        {link === 'signed-out' && (
          <Alert color="orange" radius={0} icon={<IconAlertTriangle size={18} />} py="xs">
            The studio was started anew and no longer knows this browser. Your work is kept here; open the newest address Tidereel printed.
          </Alert>
        )}
        <Notices />
      </div>
      <main className={classes.main} id="main">
        {info === null ? (
          <Opening />
        ) : (
          <Safely key={route.view === 'studio' ? routeAddress(route) : route.view}>
            <View route={route} />
          </Safely>
        )}
      </main>
      {/* asked for from anywhere; the sign-in lies above the composer */}
      <Composer />
      <SignInDialog />
    </div>
  );
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case 'make':
      return <MakeView assetId={route.assetId} />;
    case 'studio':
      return <StudioView projectId={route.projectId} />;
    case 'queue':
      return <QueueView postId={route.postId} />;
    case 'calendar':
      return <CalendarView postId={route.postId} />;
    case 'channels':
      return <ChannelsView channelId={route.channelId} />;
    case 'settings':
      return <SettingsView />;
    default:
      return unreachable(route);
  }
}

/** What the start had to say, for example that a backup was restored. */
function Notices() {
  const notices = useStore(library, (state) => state.info?.notices ?? none);
  const [read, setRead] = useState<readonly string[]>([]);
  return notices
    .filter((notice) => !read.includes(notice))
    .map((notice) => (
      <Alert
        key={notice}
        color="yellow"
        radius={0}
        icon={<IconAlertTriangle size={18} />}
        py="xs"
        withCloseButton
        closeButtonLabel="Dismiss"
        onClose={() => setRead([...read, notice])}
      >
        {notice}
      </Alert>
    ));
}

function Opening() {
  return (
    <Group justify="center" mt={120} gap="sm">
      <Loader size="sm" />
      <Text c="dimmed">Opening the studio…</Text>
    </Group>
  );
}

/** Moves the switch at once; a refusal moves it back. */
async function setPaused(paused: boolean): Promise<void> {
  library.setState({ paused });
  if ((await attempt(studio.jobs.pause({ paused }))) === null) library.setState({ paused: !paused });
}

function PauseSwitch() {
  const paused = useStore(library, (state) => state.paused);
  return (
    <Switch
      label="Pause all work"
      labelPosition="left"
      size="sm"
      checked={paused}
      onChange={(event) => void setPaused(event.currentTarget.checked)}
    />
  );
}
