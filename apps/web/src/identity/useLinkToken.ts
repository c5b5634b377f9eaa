import { useState } from 'react';
import { takeLinkToken } from './linkToken.ts';

/** Tokens by page, because a page is drawn more than once and the address has its token the first time only. */
const taken = new Map<string, string>();

/** The token of the link that opened this page; undefined when the page was opened without one. */
export function useLinkToken(): string | undefined {
  const [token] = useState(() => {
    const fresh = takeLinkToken(location);
    if (fresh) taken.set(location.pathname, fresh);
    return taken.get(location.pathname);
  });
  return token;
}
