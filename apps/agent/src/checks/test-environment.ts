import assert from 'node:assert/strict';
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import type { TestContext } from 'node:test';
import { type CheckOutcome, runnableCheckSchema } from '@rettungsanker/protocol';
import type { CheckEnvironment } from './environment.ts';
import { runCheck } from './run.ts';

/** A site whose only network is this machine. */
export const here: CheckEnvironment = {
  guard: { mode: 'networks', networks: ['127.0.0.0/8'], allowLoopback: true },
};

/** Listens on loopback until the test ends, whatever connections are left. @returns the port */
export async function listen(t: TestContext, server: Server, host = '127.0.0.1'): Promise<number> {
  const open = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, host, done));
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** @returns the address of the site, without a slash at the end */
export async function site(t: TestContext, listener: RequestListener): Promise<string> {
  const server: HttpServer = createServer(listener);
  return `http://127.0.0.1:${await listen(t, server)}`;
}

/** Runs a check as it comes over the wire: parsed, with its defaults. */
export function check(input: unknown, env: CheckEnvironment = here): Promise<CheckOutcome> {
  return runCheck(runnableCheckSchema.parse(input), env);
}

export function assertOutcome(outcome: CheckOutcome, status: CheckOutcome['status'], code?: string): void {
  assert.equal(`${outcome.status} ${outcome.code}`, `${status} ${code}`, outcome.message);
}
