import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const mayImport: Record<string, readonly string[]> = { shared: [], renderer: ['shared'], electron: ['shared'] };
const source = /\.(ts|tsx|mts|cts|mjs)$/;
const imports = /(?:^|[\s;}])(?:import|export)\s(?:[^'"();]*?\sfrom\s*)?['"]([^'"]+)['"]|(?:import|require)\(\s*['"]([^'"]+)['"]/g;

type Import = { readonly file: string; readonly target: string };

async function importsUnder(zone: string): Promise<Import[]> {
  const names = await readdir(join(root, zone), { recursive: true });
  const files = names.filter((name) => source.test(name) && !name.includes('node_modules'));
  const found = await Promise.all(
    files.map(async (name) => {
      const code = (await readFile(join(root, zone, name), 'utf8')).replace(/\/\*[\s\S]*?\*\//g, '');
      const file = join(zone, name).split(sep).join('/');
      return [...code.matchAll(imports)].map((match): Import => ({ file, target: match[1] ?? match[2] ?? '' }));
    }),
  );
  return found.flat();
}

/** The top-level folder an import leads to, or null for a package. */
function zoneOf({ file, target }: Import): string | null {
  if (!target.startsWith('.')) return null;
  return relative(root, resolve(root, dirname(file), target)).split(sep)[0] ?? null;
}

test.each(Object.entries(mayImport))('%s imports only what its row allows', async (zone, allowed) => {
  const all = await importsUnder(zone);
  expect(all.length).toBeGreaterThan(10); // else this test sees nothing
  const strays = all.filter((one) => {
    const target = zoneOf(one);
    return target !== null && target !== zone && !allowed.includes(target);
  });
  expect(strays).toEqual([]);
});

test('only the entry and the shell know Electron', async () => {
  const all = await importsUnder('electron');
  const knowing = all.filter(({ target }) => target === 'electron' || target.startsWith('electron/')).map(({ file }) => file);
  expect(knowing).toContain('electron/main.ts');
  expect(knowing.filter((file) => file !== 'electron/main.ts' && !file.startsWith('electron/shell/'))).toEqual([]);
  const leading = all.filter(
    ({ file, target }) => !file.startsWith('electron/shell/') && file !== 'electron/main.ts' && /(^|\/)shell\//.test(target),
  );
  expect(leading).toEqual([]);
});

test('shared code runs anywhere: it knows neither Node nor the page', async () => {
  const packages = (await importsUnder('shared')).map(({ target }) => target).filter((target) => !target.startsWith('.'));
  expect(
    packages.filter((name) => name.startsWith('node:') || /^(electron|react|fs|path|better-sqlite3|fastify)(\/|$)/.test(name)),
  ).toEqual([]);
  const { compilerOptions } = JSON.parse(await readFile(join(root, 'shared', 'tsconfig.json'), 'utf8')) as {
    compilerOptions: { lib: string[]; types?: string[] };
  };
  expect(compilerOptions.lib.some((lib) => /dom/i.test(lib))).toBe(false);
  expect(compilerOptions.types ?? []).toEqual([]); // the base settings name none either
});

test('the window never imports Node or Electron', async () => {
  const packages = (await importsUnder('renderer')).map(({ target }) => target);
  expect(packages.filter((name) => name.startsWith('node:') || name === 'electron' || name === 'better-sqlite3')).toEqual([]);
});
