import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Calm blue-greys and one accent, “tide”. Shades are chosen so that text on them reaches 4.5:1. */
export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } } },
  cursorType: 'pointer',
  colors: {
    tide: ['#e3f7f8', '#c9ecee', '#9adadd', '#66c7cb', '#41b7bc', '#2aacb3', '#189aa1', '#0d7b82', '#0a6a70', '#06555a'],
    dark: ['#dbe1e8', '#bcc6d1', '#9dabba', '#7f8d9d', '#394454', '#2b3441', '#202833', '#161b23', '#10151b', '#0a0e13'],
  },
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, closeButtonProps: { 'aria-label': 'Close' }, centered: true } },
    Drawer: { defaultProps: { transitionProps: { duration: 140 }, closeButtonProps: { 'aria-label': 'Close' } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 } } },
    Popover: { defaultProps: { transitionProps: { duration: 100 } } },
  },
});

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#556270',
    '--mantine-color-placeholder': '#66727f',
    '--tide-surface': '#ffffff',
    '--tide-sunken': '#f2f5f7',
    '--tide-line': '#dbe1e7',
    '--mantine-color-body': '#f8fafb',
    '--mantine-color-orange-text': '#b34700',
    '--mantine-color-orange-light-color': '#9c3d00',
    '--mantine-color-yellow-light-color': '#7a5200',
    '--mantine-color-red-light-color': '#b02525',
    '--mantine-color-green-light-color': '#1f6b2e',
  },
  dark: {
    '--tide-surface': '#1b222b',
    '--tide-sunken': '#10151b',
    '--tide-line': '#2b3441',
    '--mantine-color-placeholder': '#8795a5',
    '--mantine-color-orange-light': 'rgb(253 126 20 / 13%)',
    '--mantine-color-orange-light-color': '#ffb787',
    '--mantine-color-orange-text': '#ffa766',
    '--mantine-color-yellow-light': 'rgb(250 176 5 / 12%)',
    '--mantine-color-yellow-light-color': '#ffd77a',
    '--mantine-color-red-light': 'rgb(250 82 82 / 14%)',
    '--mantine-color-red-light-color': '#ffa8a8',
  },
});
