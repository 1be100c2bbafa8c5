import { Group, Text, Title } from '@mantine/core';
import type { LedgerEntry } from '../../../shared/contract/posts.ts';
import { CopyThis } from '../../components/CopyLine.tsx';
import { StateIcon } from '../../components/StateIcon.tsx';
import { useTimes } from '../../state/useTimes.ts';
import { postStates } from '../../words/postStates.ts';
import classes from './queue.module.css';

/** What happened to a post, line by line, with the platform's own codes behind a fold. */
export function Ledger({ entries }: { entries: readonly LedgerEntry[] }) {
  const timeOf = useTimes();
  return (
    <section aria-labelledby="ledger-title">
      <Title order={3} id="ledger-title" mb="sm">
        What happened
      </Title>
      <ol className={classes.ledger}>
        {entries.map((entry, index) => (
          <li key={`${entry.at}-${index}`} className={classes.entry} data-state={entry.state}>
            <span className={classes.dot}>
              <StateIcon state={entry.state} size={12} />
            </span>
            <Text size="sm">
              <b>{postStates[entry.state].label}</b> · {entry.reason}
            </Text>
            <Text size="xs" c="dimmed">
              {timeOf(entry.at)}
            </Text>
            {entry.raw !== null && (
              <details>
                <summary className={classes.fold}>The platform’s own words</summary>
                <pre className={classes.raw}>{entry.raw}</pre>
                <Group justify="flex-end" mt={4}>
                  <CopyThis value={entry.raw} what="the platform’s own words" />
                </Group>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
