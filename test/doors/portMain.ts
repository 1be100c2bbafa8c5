import { EventEmitter } from 'node:events';
import type { DoorPort } from '../../electron/doors/portDoor.ts';

/**
 * A stand-in for one end of Electron's MessagePortMain: an EventEmitter without addEventListener; messages wait until
 * start(); data is cloned (a function throws); close() is heard at both ends; posting after close does nothing.
 */
export class PortMain extends EventEmitter implements DoorPort {
  closed = false;
  private other: PortMain | null = null;
  private waiting: unknown[] | null = [];

  static pair(): [PortMain, PortMain] {
    const [one, two] = [new PortMain(), new PortMain()];
    one.other = two;
    two.other = one;
    return [one, two];
  }

  postMessage(data: unknown): void {
    const copy: unknown = structuredClone(data);
    const { other } = this;
    if (this.closed || other === null) return;
    if (other.waiting === null) setImmediate(() => other.emit('message', { data: copy, ports: [] }));
    else other.waiting.push(copy);
  }

  start(): void {
    const queued = this.waiting ?? [];
    this.waiting = null;
    for (const data of queued) setImmediate(() => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.other !== null) this.other.closed = true;
    setImmediate(() => {
      this.emit('close');
      this.other?.emit('close');
    });
  }
}
