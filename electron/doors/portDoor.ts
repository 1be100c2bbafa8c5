import { RPCHandler } from '@orpc/server/message-port';
import { errorWords, type DoorLog } from './errorWords.ts';
import { isOurPage, type SendingFrame } from './isOurPage.ts';
import type { StudioRouter } from './createRouter.ts';

/** Electron's MessagePortMain, as far as the door needs it. */
export type DoorPort = {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(data: unknown): void;
  start(): void;
  close(): void;
};

/** One hand-over: which window sent it, from which frame (read at once, it turns null later), and what it brought. */
type HandOver = { readonly senderId: number; readonly senderFrame: SendingFrame | null; readonly ports: readonly DoorPort[] };

export type PortDoor = {
  /** Serves a port handed over by our own page; closes every other. True when it is served. */
  accept(handOver: HandOver): boolean;
  /** The window is gone, or loads another page. */
  drop(senderId: number): void;
  close(): void;
};

/**
 * The door of our own window. A message on a port does not say which page sent it, so trust is decided once, when the port
 * is handed over: exactly one port, from our own top-level page. A reload hands over a new port, which replaces the old
 * one, and with it every call that was still running.
 */
export function openPortDoor(needs: { router: StudioRouter; home: URL; log: DoorLog }): PortDoor {
  const handler = new RPCHandler(needs.router, errorWords(needs.log));
  const open = new Map<number, DoorPort>();
  const drop = (senderId: number): void => {
    open.get(senderId)?.close();
    open.delete(senderId);
  };
  return {
    accept({ senderId, senderFrame, ports }) {
      const [port] = ports;
      if (port === undefined || ports.length !== 1 || !isOurPage(senderFrame, needs.home)) {
        for (const unexpected of ports) unexpected.close();
        needs.log.error({ from: senderFrame?.url ?? 'a page that is gone', ports: ports.length }, 'a port was refused');
        return false;
      }
      drop(senderId);
      open.set(senderId, port);
      port.on('close', () => {
        if (open.get(senderId) === port) open.delete(senderId);
      });
      handler.upgrade(port, { context: {} });
      port.start();
      return true;
    },
    drop,
    close() {
      for (const senderId of open.keys()) drop(senderId);
    },
  };
}
