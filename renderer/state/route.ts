import { createStore } from 'zustand/vanilla';

/** Where the window is. The address bar holds it, so that back, forward and reload work. */
export type Route =
  | { readonly view: 'studio'; readonly projectId: string | null }
  | { readonly view: 'make'; readonly assetId: string | null }
  | { readonly view: 'calendar'; readonly postId: string | null }
  | { readonly view: 'queue'; readonly postId: string | null }
  | { readonly view: 'channels'; readonly channelId: string | null }
  | { readonly view: 'settings' };

/** The route an address like `#/studio/abc` names; the start is Make. */
export function parseRoute(hash: string): Route {
  const [view, id] = hash.replace(/^#\/?/, '').split('/');
  const named = id === undefined || id === '' ? null : decodeURIComponent(id);
  if (view === 'studio') return { view, projectId: named };
  if (view === 'calendar' || view === 'queue') return { view, postId: named };
  if (view === 'channels') return { view, channelId: named };
  if (view === 'settings') return { view };
  return { view: 'make', assetId: named };
}

/** The one thing a route is about; null for the whole view. */
function subjectOf(route: Route): string | null {
  if (route.view === 'settings') return null;
  if (route.view === 'studio') return route.projectId;
  if (route.view === 'make') return route.assetId;
  return route.view === 'channels' ? route.channelId : route.postId;
}

/** The address of a route, for links. */
export function routeAddress(route: Route): string {
  const id = subjectOf(route);
  return id === null ? `#/${route.view}` : `#/${route.view}/${encodeURIComponent(id)}`;
}

export const routes = createStore<{ route: Route; lastProjectId: string | null }>()(() => ({
  route: parseRoute(typeof location === 'undefined' ? '' : location.hash),
  lastProjectId: null,
}));

/** Goes there, leaving an entry to come back to. */
export function openRoute(route: Route): void {
  location.hash = routeAddress(route);
}

/** Follows the address bar; returns how to stop. */
export function followAddress(): () => void {
  const read = (): void => {
    const route = parseRoute(location.hash);
    routes.setState((state) => ({
      route,
      lastProjectId: route.view === 'studio' && route.projectId !== null ? route.projectId : state.lastProjectId,
    }));
  };
  read();
  window.addEventListener('hashchange', read);
  return () => window.removeEventListener('hashchange', read);
}
