import { isIP } from 'node:net';
import { AgentError } from '../errors.ts';

/** Where and how the server is reached. */
export interface ServerAddress {
  secure: boolean;
  host: string;
  port: number;
  /** Without a slash at the end; a reverse proxy may serve us below a path. */
  basePath: string;
  /** As in the Host header. */
  authority: string;
}

/**
 * Takes the base URL of the server apart.
 * Without TLS only the loopback of this host is accepted: everything else could be read and changed on the way.
 * @throws AgentError RA_SERVER_URL, RA_SERVER_NOT_TLS
 */
export function parseServerUrl(text: string): ServerAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new AgentError(
      'RA_SERVER_URL',
      `"${text}" is not an address.`,
      'Example: https://anker.example.de',
    );
  }
  const secure = url.protocol === 'https:';
  if ((!secure && url.protocol !== 'http:') || url.username || url.password || url.search || url.hash)
    throw new AgentError(
      'RA_SERVER_URL',
      `"${text}" is not a plain https address.`,
      'Example: https://anker.example.de',
    );
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!secure && !isLoopback(host)) {
    throw new AgentError(
      'RA_SERVER_NOT_TLS',
      `${url.origin} is not encrypted; http:// is accepted for this host's own loopback only.`,
      'Serve Rettungsanker over https and make a new enrolment code.',
    );
  }
  return {
    secure,
    host,
    port: Number(url.port) || (secure ? 443 : 80),
    basePath: url.pathname.replace(/\/+$/, ''),
    authority: url.host,
  };
}

/** The names and literal addresses that cannot leave this host. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || host === 'localhost';
}
