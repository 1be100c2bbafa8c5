import { DateTimePicker } from '@mantine/dates';

type Props = {
  label: string;
  /** Wall-clock time in `zone`, as `2026-12-04 09:00:00`; null for none. */
  value: string | null;
  zone: string;
  onChange: (wallTime: string | null) => void;
  /** Shown while there is no time; with it, the time can be taken away. */
  emptyText?: string;
};

const ariaLabels = {
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  previousDecade: 'Previous decade',
  nextDecade: 'Next decade',
};

/** A day and time in the creator's zone. */
export function MomentField({ label, value, zone, onChange, emptyText }: Props) {
  return (
    <DateTimePicker
      flex={1}
      label={label}
      description={`Times are in ${zone.replaceAll('_', ' ')}`}
      {...(emptyText !== undefined && { placeholder: emptyText, clearable: true })}
      value={value}
      onChange={onChange}
      valueFormat="ddd D MMM YYYY, HH:mm"
      hideOutsideDates
      weekendDays={[]}
      ariaLabels={ariaLabels}
      clearButtonProps={{ 'aria-label': 'No time' }}
      submitButtonProps={{ 'aria-label': 'Take this time' }}
      timePickerProps={{ format: '24h', hoursInputLabel: 'Hours', minutesInputLabel: 'Minutes' }}
      popoverProps={{ withRoles: false }} // its dialog would have no name
    />
  );
}
