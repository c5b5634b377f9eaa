/**
 * Token of a link that came by mail or from the terminal. It stands behind the `#`, which browsers do not send (or, for
 * programs that lose it, in `?token=`), and is taken out of the address bar at once: it must not stay in the history.
 */
export function takeLinkToken(place: Pick<Location, 'hash' | 'search' | 'pathname'>): string | undefined {
  const token = place.hash.slice(1) || new URLSearchParams(place.search).get('token') || undefined;
  if (token) history.replaceState(history.state, '', place.pathname);
  return token;
}
