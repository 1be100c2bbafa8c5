import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { createChangeBus } from '../../electron/changes.ts';
import { createRouter } from '../../electron/doors/createRouter.ts';
import { isOurPage } from '../../electron/doors/isOurPage.ts';
import { openPortDoor, type PortDoor } from '../../electron/doors/portDoor.ts';
import type { Services } from '../../electron/services.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { Failure } from '../../shared/errors.ts';
import { PortMain } from './portMain.ts';
import { practice, standInServices } from './standInServices.ts';

const home = new URL('app://tidereel/');
const ourFrame = { url: 'app://tidereel/index.html', parent: null, detached: false };

function openDoor(services: Services = standInServices()): PortDoor & { logged: string[] } {
  const logged: string[] = [];
  const log = { error: (_about: object, message: string) => logged.push(message) };
  return { ...openPortDoor({ router: createRouter(services), home, log }), logged };
}

function callOver(port: PortMain): ContractRouterClient<Contract> {
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port }));
  port.start();
  return client;
}

describe('whose page it is', () => {
  test.each([
    { frame: ourFrame, ours: true },
    { frame: { ...ourFrame, url: 'app://tidereel/#/queue' }, ours: true },
    { frame: null, ours: false },
    { frame: { ...ourFrame, detached: true }, ours: false },
    { frame: { ...ourFrame, parent: {} }, ours: false },
    { frame: { ...ourFrame, url: 'app://tidereel.evil/' }, ours: false },
    { frame: { ...ourFrame, url: 'app://evil/tidereel' }, ours: false },
    { frame: { ...ourFrame, url: 'https://tidereel/' }, ours: false },
    { frame: { ...ourFrame, url: 'about:blank' }, ours: false },
    { frame: { ...ourFrame, url: '' }, ours: false },
  ])('$frame.url is ours: $ours', ({ frame, ours }) => {
    expect(isOurPage(frame, home)).toBe(ours);
  });
});

describe('the port door', () => {
  test('serves a port that our page handed over, words of failures included', async () => {
    const get = (): never => {
      throw new Failure('NOT_FOUND', 'This post is gone.', 'Look at the queue.');
    };
    const door = openDoor(standInServices({ posts: { get } }));
    const [page, main] = PortMain.pair();
    const studio = callOver(page); // the page may speak before the port is served: nothing is lost
    const early = studio.channels.list();
    expect(door.accept({ senderId: 1, senderFrame: ourFrame, ports: [main] })).toBe(true);
    expect(await early).toEqual([practice]);
    await expect(studio.posts.get({ postId: 'p' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      defined: true,
      data: { hint: 'Look at the queue.' },
    });
  });

  test('works the same over a real message channel', async () => {
    const door = openDoor();
    const { port1, port2 } = new MessageChannel();
    const studio: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port: port1 }));
    port1.start();
    // Node's port gives the bare value to `on`, Electron's an event with `data`.
    const main = {
      on: (event: string, listener: (event: { data: unknown }) => void) => port2.on(event, (data: unknown) => listener({ data })),
      postMessage: (data: unknown) => port2.postMessage(data),
      start: () => port2.start(),
      close: () => port2.close(),
    };
    door.accept({ senderId: 1, senderFrame: ourFrame, ports: [main] });
    expect(await studio.channels.list()).toEqual([practice]);
    door.close();
  });

  test.each([
    { name: 'a frame inside the page', frame: { ...ourFrame, parent: {} }, count: 1 },
    { name: 'a foreign page', frame: { ...ourFrame, url: 'https://evil.example/' }, count: 1 },
    { name: 'a page that is gone', frame: null, count: 1 },
    { name: 'two ports at once', frame: ourFrame, count: 2 },
    { name: 'no port', frame: ourFrame, count: 0 },
  ])('refuses $name and closes what it brought', ({ frame, count }) => {
    const door = openDoor();
    const ports = Array.from({ length: count }, () => PortMain.pair()[1]);
    expect(door.accept({ senderId: 1, senderFrame: frame, ports })).toBe(false);
    expect(ports.every((port) => port.closed)).toBe(true);
    expect(door.logged).toEqual(['a port was refused']);
  });

  test('a reload replaces the port, whether the new one comes before or after the old one closes', async () => {
    const door = openDoor();
    const [oldPage, oldMain] = PortMain.pair();
    const [newPage, newMain] = PortMain.pair();
    door.accept({ senderId: 1, senderFrame: ourFrame, ports: [oldMain] });
    door.accept({ senderId: 1, senderFrame: ourFrame, ports: [newMain] });
    await new Promise((resolve) => setImmediate(resolve)); // the close of the old one is heard only now
    expect(oldPage.closed).toBe(true);
    expect(await callOver(newPage).channels.list()).toEqual([practice]);
  });

  test('when the window goes, what it listened to ends', async () => {
    const bus = createChangeBus();
    const ended = Promise.withResolvers<void>();
    const follow = async function* (_input: unknown, { signal }: { signal: AbortSignal }): ReturnType<typeof bus.follow> {
      try {
        yield { topic: 'paused', value: { paused: false } };
        yield* bus.follow(signal);
      } finally {
        ended.resolve();
      }
    };
    const door = openDoor(standInServices({ changes: { follow } }, bus));
    const [page, main] = PortMain.pair();
    door.accept({ senderId: 1, senderFrame: ourFrame, ports: [main] });
    const changes = await callOver(page).changes.follow();
    await changes.next();
    const waiting = changes.next().catch(() => 'cut');
    door.drop(1);
    await ended.promise;
    expect(await waiting).toBe('cut');
  });
});
