import type { ClientRequest, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Owner } from '../doors/ownerFile.ts';

export type DevServer = { readonly address: string; readonly close: () => Promise<void> };

/**
 * Serves the window from its sources, reloading as they change, in front of a running studio. Calls are passed on with the
 * owner key, so they are passed on only when our own page makes them.
 */
export async function runDev(root: string, owner: Owner): Promise<DevServer> {
  const { createServer } = await import('vite');
  const pass = {
    target: owner.origin,
    changeOrigin: true,
    configure: (proxy: { on(event: 'proxyReq', listener: (sent: ClientRequest, asked: IncomingMessage) => void): unknown }) => {
      proxy.on('proxyReq', (sent, asked) => {
        const { origin, host, 'sec-fetch-site': site } = asked.headers;
        const ours =
          (origin === undefined || origin === `http://${host}`) && (site === undefined || site === 'same-origin' || site === 'none');
        if (!ours) return; // goes on without the key, and is refused
        sent.removeHeader('origin');
        sent.setHeader('authorization', `Bearer ${owner.key}`);
      });
    },
  };
  const proxied = ['/rpc', '/api', '/media', '/upload', '/practice'];
  const server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    mode: 'renderer',
    server: { host: '127.0.0.1', proxy: Object.fromEntries(proxied.map((path) => [path, pass])) },
  });
  await server.listen();
  return { address: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}
