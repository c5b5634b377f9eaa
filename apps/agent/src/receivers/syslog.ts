import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { CheckOutcome, SyslogCheck } from '@rettungsanker/protocol';
import { CheckError } from '../checks/codes.ts';
import type { Run } from '../checks/environment.ts';
import { MESSAGE_BYTES, SyslogFraming } from './framing.ts';
import { type Incoming, type Listener, listenError } from './inbox.ts';
import { describeSyslog, parseSyslog } from './syslog-message.ts';
import { watchIncoming } from './watch.ts';

/** Connections that may be open at a time; a sender needs one. */
const MOST_CONNECTIONS = 256;
/** A connection that says nothing for that long is closed; its sender opens another one when it needs it. */
const SILENT_MS = 30 * 60_000;

/** What devices sent by syslog since the last run. @throws CheckError */
export async function checkSyslog(check: SyslogCheck, run: Run): Promise<CheckOutcome> {
  const { transport, bind, port } = check;
  const certificate = createHash('sha256')
    .update(check.certificate ?? '')
    .digest('hex');
  const key = `syslog ${transport} ${bind} ${port}${transport === 'tls' ? ` ${certificate}` : ''}`;
  return watchIncoming(check, key, (deliver) => listenSyslog(check, deliver), run);
}

/** @throws CheckError RA_CHECK_LOCAL when the port cannot be had, RA_CHECK_INVALID without a certificate for TLS */
export async function listenSyslog(
  check: SyslogCheck,
  deliver: (message: Incoming) => void,
): Promise<Listener> {
  const take = (line: string, from: string) => {
    if (line !== '') deliver({ from, text: describeSyslog(parseSyslog(line)) });
  };
  const where = `${check.bind}:${check.port} (${check.transport})`;
  if (check.transport === 'udp') return listenUdp(check, take, where);
  return listenStream(check, take, where);
}

type Take = (line: string, from: string) => void;

function listenUdp({ bind, port }: SyslogCheck, take: Take, where: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: bind.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 1024 * 1024 });
    socket.on('message', (bytes, { address }) => {
      take(
        bytes
          .subarray(0, MESSAGE_BYTES)
          .toString('utf8')
          .replace(/[\r\n\0]+$/, ''),
        address,
      );
    });
    socket.once('error', (error) => reject(listenError(error, where)));
    socket.bind(port, bind, () => {
      // The agent may end whenever it wants to.
      socket.unref();
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

async function listenStream(check: SyslogCheck, take: Take, where: string): Promise<Listener> {
  const open = new Set<Socket>();
  const accept = (socket: Socket) => {
    open.add(socket);
    const framing = new SyslogFraming();
    const from = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    socket.unref();
    socket.setTimeout(SILENT_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      for (const line of framing.feed(chunk)) take(line, from);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  const server = await serverFor(check, accept);
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, where)));
    server.listen({ port: check.port, host: check.bind }, resolve);
  });
  server.on('error', () => {});
  server.unref();
  return {
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Syslog over TLS: RFC 5425. */
async function serverFor(check: SyslogCheck, accept: (socket: Socket) => void): Promise<Server> {
  if (check.transport === 'tcp') return createServer(accept);
  const { certificate, privateKey } = check;
  if (certificate === undefined || privateKey === undefined) {
    throw new CheckError('RA_CHECK_INVALID', 'syslog over TLS needs a certificate and its key');
  }
  const tls = await import('node:tls');
  try {
    const server = tls.createServer(
      { cert: certificate, key: privateKey, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 },
      accept,
    );
    return server.on('tlsClientError', () => {});
  } catch {
    throw new CheckError(
      'RA_CHECK_INVALID',
      'the certificate and the key of syslog over TLS do not fit or are damaged',
    );
  }
}
