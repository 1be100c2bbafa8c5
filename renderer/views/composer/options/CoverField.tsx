import { NumberInput } from '@mantine/core';

type Props = { value: number | null; onChange: (seconds: number | null) => void };

/** Which moment of the film is its cover. */
export function CoverField({ value, onChange }: Props) {
  return (
    <NumberInput
      label="Cover"
      description="The moment of the film that is shown before it plays."
      placeholder="As the platform chooses"
      suffix=" s"
      min={0}
      max={7_200}
      decimalScale={1}
      step={0.5}
      value={value ?? ''}
      onChange={(seconds) => onChange(typeof seconds === 'number' ? seconds : null)}
    />
  );
}
