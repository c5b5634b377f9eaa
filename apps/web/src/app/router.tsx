import { createRouter } from '@tanstack/react-router';
import { onSignedOut, queryClient } from '../api/query.ts';
import { renewSession } from '../identity/session.ts';
import { parseSearch, stringifySearch } from '../ui/table/search.ts';
import { RouteError, RouteNotFound, RoutePending } from './RouteStates.tsx';
import { routeTree } from './routes.tsx';

export const router = createRouter({
  routeTree,
  context: { queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  // Data has its own cache; the router only loads code ahead.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  defaultPendingComponent: RoutePending,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: RouteNotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** A session that ended while somebody works: sign in again, and come back to the same page. */
onSignedOut(() => {
  void renewSession().then(() => router.invalidate());
});
