import type { Database } from 'better-sqlite3';

const NAME = 'jobs.paused';

/** Whether the queue is paused; remembered over restarts. */
export function createPauseSwitch(client: Database): { get(): boolean; set(paused: boolean): void } {
  const write = client.prepare<[string, string]>(
    'insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  );
  let paused = client.prepare<[string], string>('select value from settings where name = ?').pluck().get(NAME) === 'true';
  return {
    get: () => paused,
    set(value) {
      write.run(NAME, JSON.stringify(value));
      paused = value;
    },
  };
}
