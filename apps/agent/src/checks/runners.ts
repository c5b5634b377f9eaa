import type { CheckOutcome, RunnableCheck, RunnableKind } from '@rettungsanker/protocol';
import type { Run } from './environment.ts';
import { MORE_RUNNERS } from './more-runners.ts';

/** A check of one kind. */
export type CheckOf<K extends RunnableKind> = Extract<RunnableCheck, { kind: K }>;
/** Does one check. @throws CheckError */
export type Runner<K extends RunnableKind> = (check: CheckOf<K>, run: Run) => Promise<CheckOutcome>;

/** How a kind of check is executed. */
export interface KindRunner<K extends RunnableKind> {
  /** `host` looks at the machine it runs on and is never executed by the server. */
  where: 'network' | 'host';
  /** Checks of this kind that run at the same time; the others wait. A kind that hangs holds up no other kind. */
  places: number;
  /** Loads the code with the first check of the kind: memory of an agent is counted. */
  load: () => Promise<Runner<K>>;
  /** Time for all of it, ms; the check's own `timeoutMs` when missing. */
  deadlineMs?: (check: CheckOf<K>) => number;
}

/** Every kind that is executed. A new kind is a schema in the protocol and one entry here. */
export const RUNNERS: { readonly [K in RunnableKind]: KindRunner<K> } = {
  service: {
    where: 'host',
    places: 2,
    load: async () => {
      const { checkService } = await import('./service.ts');
      return (check, run) => checkService(check, run.host, run.signal);
    },
  },
  process: {
    where: 'host',
    places: 2,
    load: async () => {
      const { checkProcess } = await import('./process.ts');
      return (check, run) => checkProcess(check, run.host, run.signal);
    },
  },
  http: { where: 'network', places: 1000, load: async () => (await import('./http/check.ts')).checkHttp },
  tcp: { where: 'network', places: 1000, load: async () => (await import('./tcp.ts')).checkTcp },
  udp: { where: 'network', places: 250, load: async () => (await import('./udp.ts')).checkUdp },
  tls: { where: 'network', places: 100, load: async () => (await import('./tls.ts')).checkTls },
  domain: { where: 'network', places: 4, load: async () => (await import('./domain.ts')).checkDomain },
  // They share one child process, so a place costs nothing but memory.
  icmp: {
    where: 'network',
    places: 5000,
    load: async () => (await import('./icmp/check.ts')).checkIcmp,
    // Resolving, waiting for the batch, the gaps, the last answer; the fallbacks take the same again.
    deadlineMs: ({ count, timeoutMs }) => 5000 + 2 * (count * 200 + timeoutMs),
  },
  dns: { where: 'network', places: 250, load: async () => (await import('./dns.ts')).checkDns },
  ntp: { where: 'network', places: 50, load: async () => (await import('./ntp.ts')).checkNtp },
  smtp: { where: 'network', places: 50, load: async () => (await import('./greeting.ts')).checkSmtp },
  imap: { where: 'network', places: 50, load: async () => (await import('./greeting.ts')).checkImap },
  pop3: { where: 'network', places: 50, load: async () => (await import('./greeting.ts')).checkPop3 },
  ftp: { where: 'network', places: 50, load: async () => (await import('./greeting.ts')).checkFtp },
  ssh: { where: 'network', places: 50, load: async () => (await import('./greeting.ts')).checkSsh },
  ldap: { where: 'network', places: 50, load: async () => (await import('./data/ldap.ts')).checkLdap },
  postgresql: {
    where: 'network',
    places: 50,
    load: async () => (await import('./data/postgresql.ts')).checkPostgresql,
  },
  mysql: { where: 'network', places: 50, load: async () => (await import('./data/mysql.ts')).checkMysql },
  redis: { where: 'network', places: 50, load: async () => (await import('./data/redis.ts')).checkRedis },
  ...MORE_RUNNERS,
};

export function runnerOf<K extends RunnableKind>(kind: K): KindRunner<K> {
  return RUNNERS[kind];
}

/** Asking the own host: systemd answers in 10 ms, a slow init script in seconds. */
const LOCAL_TIMEOUT_MS = 10_000;

/** Time in which the check has to end, ms. */
export function deadlineOf<K extends RunnableKind>(check: CheckOf<K>): number {
  const own = runnerOf(check.kind as K).deadlineMs?.(check);
  return own ?? ('timeoutMs' in check ? check.timeoutMs : LOCAL_TIMEOUT_MS);
}

const loaded = new Map<RunnableKind, Runner<RunnableKind>>();

/** The code of a kind; a promise only before the kind is used for the first time. */
export function runnerFor(kind: RunnableKind): Runner<RunnableKind> | Promise<Runner<RunnableKind>> {
  const known = loaded.get(kind);
  if (known !== undefined) return known;
  return runnerOf(kind)
    .load()
    .then((runner) => {
      // The kind of the check chooses the runner, so each only ever gets checks of its own kind.
      loaded.set(kind, runner as Runner<RunnableKind>);
      return runner as Runner<RunnableKind>;
    });
}
