import type { Settings } from '../../shared/contract/settings.ts';
import { attempt } from '../components/toast.tsx';
import { studio } from '../link/studioClient.ts';
import { library } from './library.ts';

/** Keeps changed settings at once; when the studio refuses, the old ones stay and the reason is shown. */
export async function saveSettings(changes: Partial<Settings>): Promise<void> {
  const settings = await attempt(studio.settings.set(changes));
  if (settings !== null) library.setState({ settings });
}
