import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import Fastify from 'fastify';
import { listen } from './listen.ts';

const attempt = async (host: string, port: number): Promise<void> => {
  const app = Fastify();
  try {
    await listen(app, host, port);
  } finally {
    await app.close();
  }
};
/** Ports below this number need a right of their own (ip(7), ip_unprivileged_port_start). */
const free = Number(
  (() => {
    try {
      return readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8');
    } catch {
      return '0';
    }
  })(),
);

describe('listening', () => {
  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(attempt('127.0.0.1', port), {
      code: 'RA_PORT_IN_USE',
      message: `Port ${port} on 127.0.0.1 is used by another program.`,
    });
    other.close();
    await once(other, 'close');
    await attempt('127.0.0.1', port);
  });

  it('knows an address that this machine does not have, and a name that nobody has', async () => {
    // 192.0.2.0/24 is for documentation (RFC 5737), .invalid names nothing (RFC 2606).
    await assert.rejects(attempt('192.0.2.1', 0), {
      code: 'RA_HOST_UNKNOWN',
      message: /no address 192\.0\.2\.1/,
    });
    await assert.rejects(attempt('anker.invalid', 0), { code: 'RA_HOST_UNKNOWN', message: /anker\.invalid/ });
  });

  it('says that an account without the right cannot have a low port', {
    skip: process.geteuid?.() !== 0 || free < 2 ? 'only root can become an account without the right' : false,
  }, async () => {
    process.seteuid!(65534);
    try {
      await assert.rejects(attempt('127.0.0.1', 1), {
        code: 'RA_PORT_FORBIDDEN',
        message: 'This account may not listen on port 1 of 127.0.0.1.',
      });
    } finally {
      process.seteuid!(0);
    }
  });
});
