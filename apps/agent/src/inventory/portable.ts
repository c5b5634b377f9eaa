import { arch, hostname, release, totalmem, uptime } from 'node:os';
import type { Inventory } from '@rettungsanker/protocol';
import si from 'systeminformation';
import { cut, defined } from './command.ts';
import type { Finding, Readers } from './facts.ts';

/* What Windows and macOS have in common, read through systeminformation. */

async function readSystem(): Promise<Finding<'system'>> {
  const [os, machine, bios, cpu] = await Promise.all([si.osInfo(), si.system(), si.bios(), si.cpu()]);
  const text = (value: string | undefined): string | undefined =>
    value?.trim() ? cut(value.trim()) : undefined;
  return {
    facts: defined({
      hostname: cut(hostname()),
      fqdn: os.fqdn?.includes('.') ? cut(os.fqdn) : undefined,
      os: {
        id: process.platform === 'win32' ? 'windows' : 'macos',
        name: cut(os.distro),
        version: cut(os.release),
        kernel: cut(os.kernel || release()),
        arch: arch(),
      },
      virtualisation: machine.virtual ? cut(machine.virtualHost?.toLowerCase() || 'vm') : 'none',
      maker: text(machine.manufacturer),
      model: text(machine.model),
      serial: text(machine.serial),
      bios: text([bios.version, bios.releaseDate].filter(Boolean).join(' ')),
      cpu: {
        model: cut(`${cpu.manufacturer} ${cpu.brand}`.trim()),
        cores: cpu.cores,
        sockets: cpu.processors,
      },
      memoryBytes: totalmem(),
      swapBytes: (await si.mem()).swaptotal,
      // To the second: the difference of two clocks must not look like a change at every reading.
      bootedAt: new Date(Math.round(Date.now() / 1000 - uptime()) * 1000).toISOString(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
  };
}

async function readDisks(): Promise<Finding<'disks'>> {
  const disks = await si.fsSize();
  return {
    facts: disks.map(({ fs, mount, type, size, used }) => ({
      device: cut(fs),
      mount: cut(mount),
      fsType: cut(type),
      sizeBytes: size,
      usedBytes: used,
    })),
  };
}

async function readInterfaces(): Promise<Finding<'interfaces'>> {
  const interfaces = await si.networkInterfaces();
  return {
    facts: interfaces
      .filter(({ internal }) => !internal)
      .map(({ iface, mac, operstate, speed, ip4, ip6 }) =>
        defined({
          name: cut(iface),
          mac: mac || undefined,
          up: operstate === 'up',
          speedMbit: speed && speed > 0 ? speed : undefined,
          addresses: [ip4, ip6].filter(Boolean).map((address) => ({ address })),
        }),
      ),
  };
}

async function readServices(): Promise<Finding<'services'>> {
  const services = await si.services('*');
  return {
    facts: services.map(({ name, running, startmode }) =>
      defined({
        name: cut(name),
        state: running ? ('running' as const) : ('stopped' as const),
        enabled: startmode ? /^auto/i.test(startmode) : undefined,
      }),
    ),
  };
}

async function readSessions(): Promise<Finding<'sessions'>> {
  const users = await si.users();
  return {
    facts: users.map(({ user, tty, ip, date, time }) => {
      const since = new Date(`${date}T${time}`);
      return defined({
        user: cut(user),
        terminal: tty || undefined,
        from: ip || undefined,
        since: Number.isNaN(since.getTime()) ? undefined : since.toISOString(),
      });
    }),
  };
}

async function readPorts(): Promise<Finding<'ports'>> {
  const connections = await si.networkConnections();
  const facts: NonNullable<Inventory['ports']> = [];
  for (const { protocol, localAddress, localPort, state, pid, process: name } of connections) {
    const kind = protocol.startsWith('udp') ? ('udp' as const) : ('tcp' as const);
    if (kind === 'tcp' && state !== 'LISTEN') continue;
    const port = Number(localPort);
    if (!Number.isInteger(port) || port <= 0) continue;
    facts.push(
      defined({ protocol: kind, address: cut(localAddress), port, process: name || undefined, pid }),
    );
  }
  return { facts };
}

export const portableReaders: Omit<Readers, 'packages' | 'updates'> = {
  system: readSystem,
  disks: readDisks,
  interfaces: readInterfaces,
  services: readServices,
  sessions: readSessions,
  ports: readPorts,
};
