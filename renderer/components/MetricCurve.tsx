import { Group, Text, Title } from '@mantine/core';
import type { MetricSample } from '../../shared/contract/posts.ts';
import { useTimes } from '../state/useTimes.ts';
import { curvePoints } from '../words/curvePoints.ts';

const SIZE = { width: 500, height: 110 };
const names = ['views', 'likes', 'comments', 'shares'] as const;

/** The numbers of a post: the newest as figures, the views over time as a line. */
export function MetricCurve({ samples }: { samples: readonly MetricSample[] }) {
  const timeOf = useTimes();
  const sorted = [...samples].sort((a, b) => (a.at < b.at ? -1 : 1));
  const last = sorted.at(-1);
  if (last === undefined) return null;
  const points = curvePoints(
    sorted.map(({ at, views }) => ({ at, value: views })),
    SIZE,
  );
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return (
    <section aria-labelledby="numbers-title">
      <Title order={3} id="numbers-title" mb="xs">
        Numbers
      </Title>
      <Group gap="xl" mb="sm">
        {names.map((name) => (
          <div key={name}>
            <Text fw={600} size="lg">
              {last[name].toLocaleString('en')}
            </Text>
            <Text size="xs" c="dimmed">
              {name}
            </Text>
          </div>
        ))}
      </Group>
      {sorted.length > 1 && (
        <svg
          viewBox={`-4 -6 ${SIZE.width + 8} ${SIZE.height + 12}`}
          width="100%"
          role="img"
          aria-label={`Views over time, ${last.views} now`}
        >
          <polygon points={`0,${SIZE.height} ${line} ${SIZE.width},${SIZE.height}`} fill="var(--mantine-color-tide-6)" fillOpacity="0.14" />
          <polyline points={line} fill="none" stroke="var(--mantine-color-tide-5)" strokeWidth="2" strokeLinejoin="round" />
          {points.map(({ x, y }) => (
            <circle key={x} cx={x} cy={y} r="2.5" fill="var(--mantine-color-tide-5)" />
          ))}
        </svg>
      )}
      <Text size="xs" c="dimmed">
        Read {timeOf(last.at)}
      </Text>
    </section>
  );
}
