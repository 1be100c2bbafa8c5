import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/schedule/styles.css';
import './fonts.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startFollowing } from './state/startFollowing.ts';
import { colourSchemes } from './state/colourSchemes.ts';
import { resolveVariables, theme } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
Object.assign(globalThis, { __webpack_nonce__: nonce }); // the scroll lock behind dialogs reads this global

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has lost its #root');

startFollowing(new AbortController().signal);

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      colorSchemeManager={colourSchemes}
      defaultColorScheme="dark"
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" limit={4} transitionDuration={120} pauseResetOnHover="notification" />
      <App />
    </MantineProvider>
  </StrictMode>,
);
