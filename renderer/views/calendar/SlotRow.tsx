import { ActionIcon, Chip, Group, Text, Tooltip } from '@mantine/core';
import { TimePicker } from '@mantine/dates';
import { IconTrash } from '@tabler/icons-react';
import type { Slot } from '../../../shared/schedule/plan.ts';
import { weekdays } from '../../calendar/editPlan.ts';
import classes from './calendar.module.css';

type Props = {
  slot: Slot;
  index: number;
  onChange: (change: { days?: number[]; time?: string }) => void;
  onRemove: () => void;
};

/** One time of day and the days it is meant for. */
export function SlotRow({ slot, index, onChange, onRemove }: Props) {
  const name = `Time ${index + 1}`;
  return (
    <div className={classes.slotRow} role="group" aria-label={name}>
      <TimePicker
        size="sm"
        w={100}
        format="24h"
        aria-label={`${name}: clock time`}
        hoursInputLabel={`${name}: hour`}
        minutesInputLabel={`${name}: minute`}
        value={slot.time}
        onChange={(time) => onChange({ time: time.slice(0, 5) })}
      />
      <Group gap={5}>
        {weekdays.map(({ day, short, name: dayName }) => (
          <Chip
            key={day}
            size="xs"
            checked={slot.days.includes(day)}
            onChange={(on) => onChange({ days: on ? [...slot.days, day].sort((a, b) => a - b) : slot.days.filter((one) => one !== day) })}
            aria-label={`${dayName}, ${slot.time}`}
          >
            {short}
          </Chip>
        ))}
      </Group>
      {slot.score !== null && (
        <Tooltip label={`Posts do ${Math.round(slot.score * 100)} of 100 at this time`}>
          <Text size="xs" c="dimmed" span style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
            <span className={classes.score}>
              <i style={{ width: `${slot.score * 100}%` }} />
            </span>
            {Math.round(slot.score * 100)}
          </Text>
        </Tooltip>
      )}
      <span style={{ flex: 1 }} />
      <ActionIcon variant="subtle" color="gray" aria-label={`Take ${name.toLowerCase()} away`} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
