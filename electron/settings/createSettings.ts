import { eq } from 'drizzle-orm';
import { Settings } from '../../shared/contract/settings.ts';
import { Failure } from '../../shared/errors.ts';
import type { ChangeBus } from '../changes.ts';
import type { Service } from '../services.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { settings as table } from '../store/schema.ts';

const ROW = 'studio';

type Needs = {
  readonly read: ReadDb;
  readonly write: WriteDb;
  readonly changes: Pick<ChangeBus, 'publish'>;
  /** Names that may be chosen. */
  readonly styles: readonly string[];
  readonly formats: readonly string[];
};

export type StudioSettings = { readonly service: Service<'settings'>; readonly current: () => Settings };

/** The creator's choices: one row of JSON over the defaults, so that a new setting needs no migration. */
export function createSettings({ read, write, changes, styles, formats }: Needs): StudioSettings {
  const defaults: Settings = {
    zone: null,
    colourScheme: 'dark',
    cacheBytes: 10_000_000_000,
    renderProcesses: null,
    whisperCli: null,
    defaultStyle: styles[0] ?? '',
    defaultFormat: formats[0] ?? '',
    missedPosts: 'ask',
    missedWithinMinutes: 60,
    notifications: true,
    keepInTray: true,
  };
  const load = (): Settings => {
    const row = read.select().from(table).where(eq(table.name, ROW)).get();
    const stored: unknown = row === undefined ? {} : JSON.parse(row.value);
    const known = Settings.partial().safeParse(stored);
    return known.success ? merge(defaults, known.data) : defaults; // a value this version does not know: better the defaults than no start
  };
  let current = load();
  return {
    current: () => current,
    service: {
      get: () => current,
      set(change) {
        if (change.zone !== undefined && change.zone !== null) requireZone(change.zone);
        requireKnown('caption style', change.defaultStyle, styles);
        requireKnown('format', change.defaultFormat, formats);
        const next = merge(current, change);
        const value = JSON.stringify(next);
        write.insert(table).values({ name: ROW, value }).onConflictDoUpdate({ target: table.name, set: { value } }).run();
        current = next;
        changes.publish({ topic: 'settings', value: current });
        return current;
      },
    },
  };
}

type Given = { [Name in keyof Settings]?: Settings[Name] | undefined };

/** What was given wins; what was left out stays. */
function merge(base: Settings, given: Given): Settings {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return Settings.parse({ ...base, ...Object.fromEntries(named) });
}

function requireZone(zone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new Failure(
      'BAD_INPUT',
      `“${zone}” is not a time zone. Nothing was changed.`,
      'Write it like Europe/Berlin or America/New_York.',
    );
  }
}

function requireKnown(what: string, name: string | undefined, known: readonly string[]): void {
  if (name === undefined || known.includes(name)) return;
  throw new Failure('BAD_INPUT', `There is no ${what} “${name}”. Nothing was changed.`, `Choose one of: ${known.join(', ')}.`);
}
