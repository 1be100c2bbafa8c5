import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { RPCLink as HttpLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { desktop } from './desktop.ts';

/** Calls that may rightly take long: they read whole files, or answer only when something ended. */
const PATIENT: ReadonlySet<string> = new Set([
  'assets.import',
  'assets.relink',
  'renders.check',
  'jobs.wait',
  'system.sample',
  'projects.import',
  'posts.many',
  'schedule.queue',
  'schedule.importPlan',
  'schedule.exportPlan',
]);
const DEADLINE_MS = 20_000;
const PATIENT_DEADLINE_MS = 15 * 60_000;

export type StudioLink = ClientLink<ClientContext> & {
  /** Throws the connection away and makes a new one. A closed port never tells, so whoever notices silence calls this. */
  renew(): void;
};

/** Hands one end of a fresh channel to the preload script, which passes it on to the main process. */
function connectPort(): ClientLink<ClientContext> {
  const { port1, port2 } = new MessageChannel();
  window.postMessage('rpc:connect', window.location.origin, [port2]);
  const link = new PortLink({ port: port1 });
  port1.start();
  return link;
}

/** The link to the studio: a message port in the desktop app, HTTP on this origin in the browser. Every call has a deadline. */
export function createStudioLink(): StudioLink {
  const connect = (): ClientLink<ClientContext> =>
    desktop === null ? new HttpLink({ url: () => `${window.location.origin}/rpc` }) : connectPort();
  let current = connect();
  return {
    renew() {
      if (desktop !== null) current = connect();
    },
    call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>) {
      const name = path.join('.');
      if (name === 'changes.follow') return current.call(path, input, options);
      const deadline = AbortSignal.timeout(PATIENT.has(name) ? PATIENT_DEADLINE_MS : DEADLINE_MS);
      const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
      return current.call(path, input, { ...options, signal });
    },
  };
}
