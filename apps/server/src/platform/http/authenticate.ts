import type { IncomingHttpHeaders } from 'node:http';
import type { Actor, Locale } from '../context.ts';
import type { Access } from '../tenancy/access.ts';

/** Who sends a request, proved by a session cookie or an API key. */
export interface SignedIn {
  readonly actor: Actor;
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly access: Access;
  /** Missing for API keys. */
  readonly sessionId: string | null;
  /** The role asks for a second factor and this session has none: only the account pages work. */
  readonly secondFactorMissing: boolean;
  readonly via: 'session' | 'api-key';
}

/** Implemented by identity; the HTTP layer knows nothing else of it. */
export interface Authenticator {
  authenticate(headers: IncomingHttpHeaders): Promise<SignedIn | null>;
}
