import Database from 'better-sqlite3';

/**
 * Opens a database for writing, with our settings.
 *
 * `synchronous = full`: in WAL mode `normal` may forget the last commits when the power fails. The note "the platform was
 * asked to make this post public" must not be among them, or the post would be sent twice; and a claim or a saved step that
 * is forgotten means work done twice. The price is one flush a commit (measured here: about 1 ms, 6 ms at p99), which this
 * app, with few and small writes, does not feel; bulk work goes in one transaction. `fullfsync` asks the same of macOS, whose
 * plain fsync stops at the disk's own cache; elsewhere it does nothing.
 */
export function connect(path: string): Database.Database {
  const client = new Database(path, { timeout: 5_000 });
  try {
    client.pragma('journal_mode = wal');
    client.pragma('synchronous = full');
    client.pragma('fullfsync = on');
    client.pragma('checkpoint_fullfsync = on');
    client.pragma('foreign_keys = on');
    client.pragma('journal_size_limit = 67108864'); // a log that once grew large gives its space back
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}
