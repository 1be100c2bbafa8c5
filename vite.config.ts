import react from '@vitejs/plugin-react';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;
const at = (...parts: string[]): string => join(root, ...parts);

/** The window. */
const renderer: UserConfig = {
  root: at('renderer'),
  base: '/',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' }, // the doors put a fresh value in its place; see electron/doors/uiPage.ts
  build: {
    outDir: at('dist', 'renderer'),
    emptyOutDir: true,
    target: 'es2024',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the page's policy allows fonts from ourselves only, not as data
    chunkSizeWarningLimit: 1500,
  },
};

/** The store looks for its migrations beside itself. */
const copyMigrations: Plugin = {
  name: 'copy-migrations',
  closeBundle: () => cp(at('electron', 'store', 'migrations'), at('dist', 'main', 'migrations'), { recursive: true }),
};

/** The main process: our own code only, packages stay packages. */
const main: UserConfig = {
  plugins: [copyMigrations],
  publicDir: false,
  ssr: { external: true },
  build: {
    ssr: at('electron', 'main.ts'),
    outDir: at('dist', 'main'),
    emptyOutDir: true,
    target: 'node24',
    rolldownOptions: {
      external: ['electron'],
      // Flat, so that import.meta.dirname means dist/main in every chunk.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** The preload script: a sandboxed page takes one CommonJS file. */
const preload: UserConfig = {
  publicDir: false,
  build: {
    outDir: at('dist', 'preload'),
    emptyOutDir: true,
    target: 'es2024',
    lib: { entry: at('electron', 'shell', 'preload', 'preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron'], output: { codeSplitting: false } },
  },
};

const modes: Readonly<Record<string, UserConfig>> = { renderer, main, preload };

export default defineConfig(({ mode }) => modes[mode] ?? renderer);
