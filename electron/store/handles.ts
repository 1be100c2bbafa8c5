import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Database } from 'better-sqlite3';
import type * as schema from './schema.ts';

declare const rights: unique symbol;

type Connection = BetterSQLite3Database<typeof schema> & { readonly $client: Database };

/** A handle for questions. A screen that only shows things is given this one. */
export type ReadDb = Pick<Connection, 'select' | 'selectDistinct' | 'all' | 'get' | '$client'> & { readonly [rights]: 'read' | 'write' };
/** A handle for commands. There is one writing connection per data folder. */
export type WriteDb = Connection & { readonly [rights]: 'write' };
