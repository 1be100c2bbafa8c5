import { Text, Title } from '@mantine/core';
import type { LedgerEntry } from '../../../shared/contract/posts.ts';
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
          <li key={`${entry.at}-${index}`} className={classes.entry}>
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
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
