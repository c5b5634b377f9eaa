/* Targets that behave, and targets that do not; all on loopback, all in this process. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';

export interface Target {
  port: number;
  close(): void;
}

/** Answers at once and notes when each path was asked. */
export async function goodTarget(): Promise<Target & { asked: Map<string, number[]> }> {
  const asked = new Map<string, number[]>();
  const server = createHttpServer((request, response) => {
    const list = asked.get(request.url!);
    if (list) list.push(performance.now());
    else asked.set(request.url!, [performance.now()]);
    response.setHeader('connection', 'close').end('fine');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function tcp(behave: (socket: Socket) => void): Promise<Target> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)));
    behave(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** Takes the connection and never says anything. */
export const silent = (): Promise<Target> => tcp((socket) => socket.resume());

/** A byte every half second, without an end. */
export const dripping = (): Promise<Target> =>
  tcp((socket) => {
    socket.resume();
    const text = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n';
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++] ?? 'x'), 500);
    socket.on('close', () => clearInterval(timer));
  });

const CHUNK = Buffer.alloc(64 * 1024, 'x');
/** As many gigabytes as the other side takes. */
export const flooding = (): Promise<Target> =>
  tcp((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
      const more = (): void => {
        while (!socket.destroyed && socket.write(CHUNK));
      };
      socket.on('drain', more);
      more();
    });
    socket.resume();
  });

/** A header that never ends, as fast as it is read. */
export const endlessHeader = (): Promise<Target> =>
  tcp((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const more = (): void => {
        while (!socket.destroyed && socket.write(CHUNK));
      };
      socket.on('drain', more);
      more();
    });
    socket.resume();
  });

/** Bytes that are no protocol at all. */
export const garbage = (): Promise<Target> =>
  tcp((socket) => {
    socket.resume();
    socket.end(Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167) & 255)));
  });

/** An SNMP device that gives the same object as the next one of itself, for ever. */
export async function loopingDevice(): Promise<Target> {
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => socket.send(sameAgain(request), from.port, from.address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, close: () => socket.close() };
}

/** Answers hrProcessorLoad.7 whatever was asked; the request identifier and the community `public` are kept. */
function sameAgain(request: Buffer): Buffer {
  const pdu = 5 + 2 + request[6]!;
  const id = request.subarray(pdu + 2, pdu + 4 + request[pdu + 3]!);
  const one = [2, 1, 1];
  const oid = tlv(6, Buffer.from([0x2b, 6, 1, 2, 1, 25, 3, 3, 1, 2, 7]));
  const bind = tlv(0x30, Buffer.concat([oid, Buffer.from(one)]));
  const none = Buffer.from([2, 1, 0]);
  const body = tlv(0xa2, Buffer.concat([id, none, none, tlv(0x30, bind)]));
  return tlv(0x30, Buffer.concat([Buffer.from(one), tlv(4, Buffer.from('public')), body]));
}
const tlv = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.of(tag, content.length), content]);

/** Sends `perSecond` syslog messages to a port until it is ended. @returns how to end it, and how many were sent */
export function syslogFlood(port: number, perSecond: number): { sent(): number; close(): void } {
  const socket = createSocket('udp4');
  const message = Buffer.from(`<11>Nov 23 12:00:00 switch port: Link flaps on 7 ${'x'.repeat(200)}`);
  let sent = 0;
  const timer = setInterval(() => {
    for (let i = 0; i < perSecond / 10; i++, sent++) socket.send(message, port, '127.0.0.1');
  }, 100);
  socket.on('error', () => {});
  return {
    sent: () => sent,
    close: () => {
      clearInterval(timer);
      socket.close();
    },
  };
}
