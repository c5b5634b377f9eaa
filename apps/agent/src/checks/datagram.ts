import { isIPv6 } from 'node:net';
import { socketError } from './codes.ts';
import { permittedAddresses } from './dial.ts';
import type { Run } from './environment.ts';

export interface Datagram {
  bytes: Buffer;
  dnsMs: number;
  answerMs: number;
}

/**
 * Sends one datagram and waits for the answer that is meant. The socket is connected, so that only the target's
 * datagrams arrive and its "port unreachable" is heard.
 *
 * @param isAnswer of a datagram from the target; others are ignored (spoofed or late ones)
 * @param again sends the same again after that many ms without an answer: datagrams get lost
 * @throws CheckError
 */
export async function exchangeDatagram(
  { host, port }: { host: string; port: number },
  request: () => Buffer,
  isAnswer: (bytes: Buffer) => boolean,
  run: Run,
  again = 1000,
): Promise<Datagram> {
  const started = performance.now();
  const [address] = await permittedAddresses(host, run);
  const dnsMs = performance.now() - started;
  const { createSocket } = await import('node:dgram');
  const where = `${host}:${port}`;
  const socket = createSocket(isIPv6(address!) ? 'udp6' : 'udp4');
  let timer: NodeJS.Timeout | undefined;
  let open = true;
  const destroy = () => {
    clearInterval(timer);
    if (open) socket.close();
    open = false;
  };
  run.owns({ destroy });
  run.enter('answering');
  try {
    return await new Promise((resolve, reject) => {
      let sentAt = performance.now();
      const send = () => {
        sentAt = performance.now();
        socket.send(request(), (error) => error && reject(socketError(error, where)));
      };
      socket.on('error', (error) => reject(socketError(error, where)));
      socket.on('message', (bytes) => {
        if (isAnswer(bytes)) resolve({ bytes, dnsMs, answerMs: performance.now() - sentAt });
      });
      socket.connect(port, address!, () => {
        send();
        timer = setInterval(send, again);
      });
    });
  } finally {
    destroy();
  }
}
