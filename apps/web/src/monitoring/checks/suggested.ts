import type { Sections } from '../../fleet/inventory.ts';
import type { KindName } from './kinds.ts';

/** Names that fields of a form can take from the inventory: each once, in order. */
export function namesIn({ services, ports }: Pick<Sections, 'services' | 'ports'>) {
  return {
    // systemd's name without its ending is what people type, and what the check takes as well.
    services: sorted((services?.facts ?? []).map(({ name }) => name.replace(/\.service$/, ''))),
    processes: sorted((ports?.facts ?? []).flatMap(({ process }) => process ?? [])),
  };
}

const sorted = (names: string[]): string[] => [...new Set(names)].sort((a, b) => a.localeCompare(b));

/** How the system is reached from elsewhere: its address, its full name. */
export function addressesOf(
  address: string | null | undefined,
  { system, interfaces }: Pick<Sections, 'system' | 'interfaces'>,
): string[] {
  const own = (interfaces?.facts ?? [])
    .flatMap((one) => one.addresses.map((each) => each.address))
    .filter((each) => !/^(127\.|::1$|fe80:)/i.test(each));
  const all = [address, ...own, system?.facts.fqdn].filter((each) => typeof each === 'string' && each !== '');
  return [...new Set(all as string[])];
}

/** A check that makes sense for a system, with what is known of it. */
export interface Suggested {
  kind: KindName;
  config: Record<string, unknown>;
  /** What it is about: a port, a service. */
  about: string;
}

/** What usually listens on a port. */
const BY_PORT: Readonly<Record<number, KindName>> = {
  21: 'ftp',
  22: 'ssh',
  25: 'smtp',
  110: 'pop3',
  143: 'imap',
  389: 'ldap',
  443: 'http',
  587: 'smtp',
  993: 'imap',
  995: 'pop3',
  3306: 'mysql',
  5432: 'postgresql',
  6379: 'redis',
};
/** Kinds whose port is not the one the server takes by itself. */
const OTHER_SECURITY: Readonly<Record<number, string>> = { 110: 'starttls', 143: 'starttls' };
/** Services that hold up a whole firm when they stop; everything else that runs is a matter of taste. */
const SERVICES =
  /^(nginx|apache2|httpd|postgresql|mysql|mariadb|mssql\S*|docker|smbd|named|dovecot|postfix|exim4|slapd|redis\S*|w3svc|ntds|dns|dhcpserver|spooler|msexchange\S*)(\.service)?$/i;
const MOST = 8;

/** From the inventory: what listens for others, and services that matter. Nothing that is checked already. */
export function suggestedChecks(
  { ports, services }: Pick<Sections, 'ports' | 'services'>,
  host: string | undefined,
  present: readonly { kind: string; config: Record<string, unknown> }[],
): Suggested[] {
  const found: Suggested[] = [];
  const seen = new Set<number>();
  for (const { protocol, address, port, process } of ports?.facts ?? []) {
    const kind = BY_PORT[port];
    // What listens for the system itself is nobody else's business.
    if (protocol !== 'tcp' || !kind || !host || seen.has(port) || /^(127\.|::1$)/.test(address)) continue;
    seen.add(port);
    const security = OTHER_SECURITY[port];
    found.push({
      kind,
      config:
        kind === 'http' ? { url: `https://${host}/` } : { host, port, ...(security ? { security } : {}) },
      about: process ? `${process}, ${port}` : String(port),
    });
  }
  for (const { name, state } of services?.facts ?? []) {
    if (state !== 'running' || !SERVICES.test(name)) continue;
    const service = name.replace(/\.service$/, '');
    found.push({ kind: 'service', config: { service }, about: service });
  }
  return found.filter((one) => !present.some((check) => isSame(one, check))).slice(0, MOST);
}

function isSame(one: Suggested, check: { kind: string; config: Record<string, unknown> }): boolean {
  if (one.kind !== check.kind) return false;
  return (['service', 'url', 'port'] as const).every((name) => one.config[name] === check.config[name]);
}
