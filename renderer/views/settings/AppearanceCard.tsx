import { SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Settings } from '../../../shared/contract/settings.ts';
import type { StudioInfo } from '../../state/library.ts';
import { saveSettings } from '../../state/saveSettings.ts';

const zones = Intl.supportedValuesOf('timeZone');

export function AppearanceCard({ settings, info }: { settings: Settings; info: StudioInfo }) {
  const scheme = (value: string): void => {
    const known = (['dark', 'light', 'auto'] as const).find((name) => name === value);
    if (known !== undefined) void saveSettings({ colourScheme: known });
  };
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" fw={600} mb={4}>
          Colours
        </Text>
        <SegmentedControl
          aria-label="Colours"
          value={settings.colourScheme}
          onChange={scheme}
          transitionDuration={100}
          data={[
            { value: 'dark', label: 'Dark' },
            { value: 'light', label: 'Light' },
            { value: 'auto', label: 'As the computer' },
          ]}
        />
      </div>
      <SimpleGrid cols={2}>
        <Select
          label="Time zone"
          description="All times are shown and kept in it"
          searchable
          clearable
          placeholder={`As the computer (${info.zone})`}
          data={zones}
          value={settings.zone}
          onChange={(zone) => void saveSettings({ zone })}
          clearButtonProps={{ 'aria-label': 'As the computer' }}
        />
        <div />
        <Select
          label="Caption style of new projects"
          allowDeselect={false}
          data={info.styles.map(({ name }) => name)}
          value={settings.defaultStyle}
          onChange={(defaultStyle) => defaultStyle !== null && void saveSettings({ defaultStyle })}
        />
        <Select
          label="Format of new projects"
          allowDeselect={false}
          data={info.formats.map(({ name, label }) => ({ value: name, label: `${label} ${name}` }))}
          value={settings.defaultFormat}
          onChange={(defaultFormat) => defaultFormat !== null && void saveSettings({ defaultFormat })}
        />
      </SimpleGrid>
    </Stack>
  );
}
