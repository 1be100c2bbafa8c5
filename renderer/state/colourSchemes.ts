import { localStorageColorSchemeManager } from '@mantine/core';

/** Remembers the scheme in this window, so that the next start is drawn right before the settings arrive. */
export const colourSchemes = localStorageColorSchemeManager({ key: 'tidereel.colour-scheme' });
