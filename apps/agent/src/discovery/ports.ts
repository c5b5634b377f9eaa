import { connect, type Socket } from 'node:net';
import type { Stage } from './stage.ts';

/**
 * What tells most about a device of a small firm: 22 SSH, 23 Telnet, 25 SMTP, 53 DNS, 80 web, 88 Kerberos (domain
 * controller), 102 S7 (controller), 135 Windows RPC, 139 and 445 file shares, 143 and 993 IMAP, 389 and 636 LDAP, 443 web,
 * 502 Modbus, 515 LPD, 548 AFP, 554 camera, 587 submission, 631 IPP, 1433 SQL Server, 3306 MySQL, 3389 RDP, 4840 OPC UA,
 * 5000 Synology, 5432 PostgreSQL, 5900 VNC, 5985 WinRM, 8006 Proxmox, 8080 and 8443 web, 9100 raw printing.
 * Nothing is ever written to them here: a printer prints what comes in at 9100.
 */
export const PORTS: readonly number[] = [
  22, 23, 25, 53, 80, 88, 102, 135, 139, 143, 389, 443, 445, 502, 515, 548, 554, 587, 631, 636, 1433, 3306,
  3389, 4840, 5000, 5432, 5900, 5985, 8006, 8080, 8443, 9100,
];
/** Which of them are tried where nothing else can tell whether somebody is there. */
export const FEW_PORTS: readonly number[] = [443, 80, 22, 445, 9100];

const CONNECT_MS = 1_200;

/**
 * Tries to connect to each port of each address, port by port, so that no device sees them in a row. A refusal is an
 * answer, too.
 */
export async function tryPorts(
  addresses: readonly string[],
  ports: readonly number[],
  { hood, pace, signal, progress }: Stage,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  const stop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  signal.addEventListener('abort', stop);
  const all = addresses.length * ports.length;
  let started = 0;
  try {
    for (const port of ports) {
      for (const address of addresses) {
        await pace.take();
        const attempt = knockAt(address, port, sockets).then((answer) => {
          running.delete(attempt);
          if (answer === 'open') hood.open(address, port);
          if (answer === 'refused') hood.answered(address, 'tcp');
        });
        running.add(attempt);
        progress(++started / all);
      }
    }
  } finally {
    await Promise.all(running);
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
}

function knockAt(
  address: string,
  port: number,
  sockets: Set<Socket>,
): Promise<'open' | 'refused' | 'silent'> {
  return new Promise((settle) => {
    const socket = connect({ host: address, port });
    sockets.add(socket);
    socket.setTimeout(CONNECT_MS, () => socket.destroy());
    let answer: 'open' | 'refused' | 'silent' = 'silent';
    socket.once('connect', () => {
      answer = 'open';
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') answer = 'refused';
    });
    socket.once('close', () => {
      sockets.delete(socket);
      settle(answer);
    });
  });
}
