import { Stack, Title } from '@mantine/core';
import { useStore } from 'zustand';
import type { ReactNode } from 'react';
import { library } from '../../state/library.ts';
import { AppearanceCard } from './AppearanceCard.tsx';
import { DataCard } from './DataCard.tsx';
import { DoctorCard } from './DoctorCard.tsx';
import { KeysCard } from './KeysCard.tsx';
import { PracticeCard } from './PracticeCard.tsx';
import { WorkCard } from './WorkCard.tsx';
import classes from './settings.module.css';

/** How the studio behaves. Every change is kept at once. */
export function SettingsView() {
  const settings = useStore(library, (state) => state.settings);
  const info = useStore(library, (state) => state.info);
  if (settings === null || info === null) return null;
  const sections: [string, ReactNode][] = [
    ['Look and times', <AppearanceCard key="look" settings={settings} info={info} />],
    ['Work', <WorkCard key="work" settings={settings} desktop={info.host === 'desktop'} />],
    ['Keys', <KeysCard key="keys" />],
    ['Practice platform', <PracticeCard key="practice" />],
    ['Check-up', <DoctorCard key="doctor" />],
    ['Your data', <DataCard key="data" info={info} />],
  ];
  return (
    <div className={classes.page}>
      <Title order={1} mb="lg">
        Settings
      </Title>
      <Stack gap={32}>
        {sections.map(([title, content]) => (
          <section key={title} aria-label={title}>
            <Title order={2} mb="sm">
              {title}
            </Title>
            <div className={classes.card}>{content}</div>
          </section>
        ))}
      </Stack>
    </div>
  );
}
