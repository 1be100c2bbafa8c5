import { eq } from 'drizzle-orm';
import { PracticeSettings } from '../../shared/contract/channels.ts';
import type { ReadDb, WriteDb } from '../store/handles.ts';
import { settings } from '../store/schema.ts';

const NAME = 'practice';
const gentle: PracticeSettings = {
  uploadSeconds: 2,
  processingSeconds: 3,
  failShare: 0,
  loseAnswerShare: 0,
  rejectShare: 0,
  busyShare: 0,
};

/** How the practice platform behaves; gentle until somebody chooses otherwise. */
export function readPracticeSettings(db: ReadDb): PracticeSettings {
  const row = db.select().from(settings).where(eq(settings.name, NAME)).get();
  return row === undefined ? gentle : PracticeSettings.parse(JSON.parse(row.value));
}

export function writePracticeSettings(db: WriteDb, chosen: PracticeSettings): PracticeSettings {
  const value = JSON.stringify(PracticeSettings.parse(chosen));
  db.insert(settings).values({ name: NAME, value }).onConflictDoUpdate({ target: settings.name, set: { value } }).run();
  return chosen;
}
