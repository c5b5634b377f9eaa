import type { Resolve } from './environment.ts';

/**
 * getaddrinfo blocks a thread of libuv's pool (four in all, shared with the file system) for as long as a dead
 * name server lets it wait. Two at a time leave the rest of the process alive; questions for the same name share
 * one answer.
 */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];
const asked = new Map<string, Promise<readonly string[]>>();

/** The system's resolver: /etc/hosts, search domains and all. Node's other resolver knows none of them. */
export const systemResolve: Resolve = (host) => {
  const known = asked.get(host);
  if (known !== undefined) return known;
  const answer = inTurn(host).finally(() => asked.delete(host));
  asked.set(host, answer);
  return answer;
};

async function inTurn(host: string): Promise<readonly string[]> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running++;
  try {
    const { lookup } = await import('node:dns/promises');
    const found = await lookup(host, { all: true, order: 'verbatim' });
    return found.map((entry) => entry.address);
  } finally {
    // The place is handed on, or given back.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
